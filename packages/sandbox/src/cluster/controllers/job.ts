import { equalJson, timestamp } from '../../api/object.ts';
import { tolerate } from '../../client/kube-client.ts';
import { follow, followOwned } from '../owned.ts';
import { podFrom, podsOf } from '../pods-of.ts';
import { resources } from '../resources.ts';
import { type Condition, isPodActive, isPodReady, type Job, type Pod, withCondition } from '../shapes.ts';
import { splitKey } from '../work-queue.ts';
import type { World } from '../world.ts';

/** Runs the Pods of a Job until enough have succeeded or too many have failed. */
export function jobController(world: World): void {
  const jobs = world.mirror<Job>(resources.jobs);
  const pods = world.mirror<Pod>(resources.pods);
  const queue = world.queue(async (key) => {
    const { namespace, name } = splitKey(key);
    const job = jobs.get(namespace, name);
    if (!job || job.metadata.deletionTimestamp) return;
    if (finishedAs(job)) {
      const dueMs = expiryMs(job, world.clock.now());
      if (dueMs === undefined) return;
      if (dueMs > 0) queue.addAfter(key, dueMs);
      else
        await world.client.delete(resources.jobs, { namespace, name }, { propagationPolicy: 'Background' });
      return;
    }
    await fitCount(world, job, podsOf(pods, job));
    await writeStatus(world, job, podsOf(pods, job));
  });
  follow(jobs, queue);
  followOwned(pods, 'Job', queue);
}

function finishedAs(job: Job): string | undefined {
  return job.status?.conditions?.find(
    (one) => (one.type === 'Complete' || one.type === 'Failed') && one.status === 'True',
  )?.type;
}

function expiryMs(job: Job, now: number): number | undefined {
  const { ttlSecondsAfterFinished } = job.spec;
  if (ttlSecondsAfterFinished === undefined) return undefined;
  const finished = job.status?.conditions?.find((one) => one.type === finishedAs(job))?.lastTransitionTime;
  return Date.parse(finished ?? '') + ttlSecondsAfterFinished * 1000 - now;
}

function outcome(job: Job, pods: Pod[]) {
  const succeeded = pods.filter((pod) => pod.status?.phase === 'Succeeded').length;
  const failed = pods.filter((pod) => pod.status?.phase === 'Failed').length;
  const wanted = job.spec.completions ?? 1;
  return {
    succeeded,
    failed,
    wanted,
    isComplete: succeeded >= wanted,
    hasFailed: failed > (job.spec.backoffLimit ?? 6),
  };
}

async function fitCount(world: World, job: Job, pods: Pod[]): Promise<void> {
  const { succeeded, wanted, isComplete, hasFailed } = outcome(job, pods);
  const active = pods.filter(isPodActive);
  const allowed =
    job.spec.suspend || isComplete || hasFailed ? 0 : Math.min(job.spec.parallelism ?? 1, wanted - succeeded);
  const { namespace, name } = job.metadata;
  for (let count = active.length; count < allowed; count++) {
    const pod = podFrom(job.spec.template, job, { generateName: `${name}-` });
    await tolerate([403, 404], () => world.client.create(resources.pods, pod, namespace));
  }
  for (const pod of active.slice(allowed)) {
    await world.client.delete(resources.pods, { namespace, name: pod.metadata.name });
  }
}

async function writeStatus(world: World, job: Job, pods: Pod[]): Promise<void> {
  const now = timestamp(world.clock.now());
  const { succeeded, failed, isComplete, hasFailed } = outcome(job, pods);
  const active = pods.filter(isPodActive);
  const isFinal = isComplete || (hasFailed && active.length === 0);
  const status: Record<string, unknown> = {
    startTime: job.spec.suspend ? undefined : (job.status?.startTime ?? now),
    active: isFinal ? undefined : active.length || undefined,
    ready: isFinal ? 0 : active.filter(isPodReady).length,
    terminating: 0,
    succeeded: succeeded || undefined,
    failed: failed || undefined,
    uncountedTerminatedPods: {},
    conditions: conditionsOf(job, { isComplete, isFailed: hasFailed && active.length === 0 }, now),
    ...(isComplete ? { completionTime: job.status?.completionTime ?? now } : {}),
  };
  if (equalJson(job.status, status)) return;
  await tolerate([404], () => world.client.update(resources.jobs, { ...job, status }, 'status'));
}

function conditionsOf(
  job: Job,
  { isComplete, isFailed }: { isComplete: boolean; isFailed: boolean },
  now: string,
): Condition[] | undefined {
  let conditions = job.status?.conditions;
  const add = (condition: Condition) => {
    conditions = withCondition(conditions, { ...condition }, now);
  };
  if (job.spec.suspend)
    add({ type: 'Suspended', status: 'True', reason: 'JobSuspended', message: 'Job suspended' });
  else if (conditions?.some((one) => one.type === 'Suspended')) {
    add({ type: 'Suspended', status: 'False', reason: 'JobResumed', message: 'Job resumed' });
  }
  if (isComplete) {
    const why = {
      status: 'True',
      reason: 'CompletionsReached',
      message: 'Reached expected number of succeeded pods',
    };
    add({ type: 'SuccessCriteriaMet', ...why });
    add({ type: 'Complete', ...why });
  } else if (isFailed) {
    const why = {
      status: 'True',
      reason: 'BackoffLimitExceeded',
      message: 'Job has reached the specified backoff limit',
    };
    add({ type: 'FailureTarget', ...why });
    add({ type: 'Failed', ...why });
  }
  return conditions;
}
