import { migrationManagerOf } from '@bowline/sync-engine/core/annotations';
import { migratedFields } from '@bowline/sync-engine/core/diff/field-migration';
import type { Json, KubeObject, Plan, PlanItem, RunnableStep } from '@bowline/sync-engine/core/model';
import { prepareHook } from '@bowline/sync-engine/core/plan/next-step';
import { isTrackedBy, trackingNameOf, withTracking } from '@bowline/sync-engine/core/tracking';
import type { ClusterClient, KubeFailure, KubeResult } from '@bowline/sync-engine/ports/kube';

/** What a step did to the cluster. `object` is what the server answered with; null after a deletion. */
export type StepOutcome =
  | { ok: true; message: string; object: KubeObject | null; warnings: string[] }
  | { ok: false; message: string; failure: KubeFailure };

export type ApplyStepInput = {
  client: ClusterClient;
  plan: Plan;
  runnable: RunnableStep;
  item: PlanItem;
  /** The object with real Secret values; null for a deletion. */
  manifest: KubeObject | null;
  /** The live object now, for its uid as a precondition; undefined when absent. */
  live: KubeObject | undefined;
  operation: { number: number; attempt: number };
  installationId: string;
};

/** Makes the one call a step asks for. Idempotent: a repeated apply or delete of the same object changes nothing. */
export async function applyStep(input: ApplyStepInput): Promise<StepOutcome> {
  switch (input.runnable.call) {
    case 'apply':
      // Of a hook: its creation may have happened before a crash, so it is made again under the same name.
      return input.runnable.step.action === 'hook'
        ? writeHook(input, 'server-side-apply')
        : write(input, 'server-side-apply');
    case 'create':
      return input.runnable.step.action === 'hook' ? writeHook(input, 'create') : create(input);
    case 'replace':
      return write(input, input.live ? 'replace' : 'create');
    case 'recreate':
      return input.live ? remove(input, 'deleted to be created again') : write(input, 'create');
    case 'delete':
    case 'delete-previous':
    case 'delete-hook':
      return remove(input, 'deleted');
  }
}

/**
 * Makes an object that was absent when it was planned. One that has appeared since, seen by the watch or not, is somebody
 * else's and stays as it is, unless a call of this very step that was lost in a crash made it.
 */
async function create(input: ApplyStepInput): Promise<StepOutcome> {
  const made = await write(input, 'server-side-apply', { absent: true });
  if (made.ok || made.failure.code !== 'object_conflict') return made;
  const { key, version } = input.runnable.step;
  const isRepeat = input.runnable.attempt > 1;
  const found = isRepeat ? await input.client.get(key, version) : null;
  const live = found?.ok ? found.value : null;
  const { plan, installationId } = input;
  if (live && isTrackedBy(live, { trackingName: trackingNameOf(plan.application), installationId }))
    return write({ ...input, live }, 'server-side-apply');
  const message = `${key.kind} ${key.name} has appeared since the plan was built (plan_stale). Nothing was written to it.`;
  return { ...made, message };
}

async function write(
  input: ApplyStepInput,
  mode: 'server-side-apply' | 'create' | 'replace',
  expected?: { absent: true },
): Promise<StepOutcome> {
  if (input.manifest === null) return impossible('The plan holds no manifest for this step.');
  if (mode === 'server-side-apply') await takeOverFields(input);
  const answer = await input.client.apply({
    object: input.manifest,
    mode,
    forceConflicts: true,
    dryRun: false,
    validate: input.item.options.validate,
    // The object whose fingerprint was checked, and no other that took its name since.
    ...preconditionOf(input.live, expected),
  });
  return outcome(answer, (object) => (input.live ? verb(input.live, object) : 'created'));
}

const takeOverAttemptsMax = 3;

/**
 * What kubectl or Argo CD applied before becomes ours first, so that fields that left the manifest go with the apply (B5). An
 * object that moves all the time keeps them; the next comparison shows them again.
 */
async function takeOverFields({ client, item, live, manifest, runnable }: ApplyStepInput): Promise<void> {
  if (item.options.migrateClientSideApply === false) return;
  const named = manifest === null ? undefined : migrationManagerOf(manifest);
  // The watch keeps no managedFields of an object that is not ours yet, and that is the one to take over.
  let current = live?.metadata.managedFields === undefined ? await readAgain() : live;
  for (let attempt = 0; attempt < takeOverAttemptsMax && current !== null; attempt++) {
    const fields = migratedFields(current, named);
    const { resourceVersion } = current.metadata;
    if (fields === null || resourceVersion === undefined) return;
    const { key, version } = runnable.step;
    const patch = [
      // A write of somebody else in between makes the server refuse, since the fields may be theirs now.
      { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
      { op: 'replace', path: '/metadata/managedFields', value: fields as unknown as Json },
    ];
    const answer = await client.patch(key, version, patch, { dryRun: false });
    if (answer.ok || answer.code !== 'object_conflict') return;
    current = await readAgain();
  }

  async function readAgain(): Promise<KubeObject | null> {
    if (live === undefined) return null;
    const found = await client.get(runnable.step.key, runnable.step.version);
    return found.ok && found.value?.metadata.uid === live.metadata.uid ? found.value : null;
  }
}

function preconditionOf(live: KubeObject | undefined, expected: { absent: true } | undefined) {
  if (expected !== undefined) return { precondition: expected };
  const uid = live?.metadata.uid;
  return uid === undefined ? {} : { precondition: { uid } };
}

async function writeHook(input: ApplyStepInput, mode: 'server-side-apply' | 'create'): Promise<StepOutcome> {
  const { manifest, runnable, plan, operation, item } = input;
  if (manifest === null) return impossible('The plan holds no manifest for this hook.');
  const named = prepareHook({
    object: manifest,
    plan,
    step: runnable.step,
    operationNumber: operation.number,
    attempt: operation.attempt,
  });
  // A generated name is final only now, and the tracking mark names the object that carries it.
  const object = withTracking(named, {
    trackingName: trackingNameOf(plan.application),
    installationId: input.installationId,
  });
  const answer = await input.client.apply({
    object,
    mode,
    forceConflicts: true,
    dryRun: false,
    validate: item.options.validate,
  });
  return outcome(answer, () => 'hook started');
}

async function remove(input: ApplyStepInput, message: string): Promise<StepOutcome> {
  const { live, runnable, plan } = input;
  if (!live) return { ok: true, message: 'already gone', object: null, warnings: [] };
  // The object that was planned for, and no other that took its name since.
  const uid = runnable.uid ?? live.metadata.uid;
  const isHook = runnable.call === 'delete-previous' || runnable.call === 'delete-hook';
  const answer = await input.client.delete({
    key: { ...runnable.step.key, name: live.metadata.name },
    version: runnable.step.version,
    // A hook's Pods must go with it, or the next one would find them.
    propagation: isHook ? 'background' : propagationOf(plan),
    precondition: uid === undefined ? {} : { uid },
  });
  if (!answer.ok && answer.code === 'object_not_found')
    return { ok: true, message: 'already gone', object: null, warnings: [] };
  return answer.ok
    ? { ok: true, message, object: null, warnings: answer.warnings }
    : { ok: false, message: answer.message, failure: answer };
}

function propagationOf(plan: Plan): 'foreground' | 'background' | 'orphan' {
  const cascade = plan.deletion?.cascade;
  return cascade === undefined || cascade === 'keep' ? plan.options.prunePropagation : cascade;
}

function verb(before: KubeObject, after: KubeObject): string {
  return before.metadata.resourceVersion === after.metadata.resourceVersion ? 'unchanged' : 'configured';
}

function outcome(answer: KubeResult<KubeObject>, message: (object: KubeObject) => string): StepOutcome {
  return answer.ok
    ? { ok: true, message: message(answer.value), object: answer.value, warnings: answer.warnings }
    : { ok: false, message: answer.message, failure: answer };
}

function impossible(message: string): StepOutcome {
  return {
    ok: false,
    message,
    failure: { ok: false, code: 'object_invalid', status: 422, message, hint: '' } as KubeFailure,
  };
}
