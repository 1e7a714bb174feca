import type { KubeObject, Plan, RenderWarning } from '@bowline/sync-engine/core/model';
import { buildPlan } from '@bowline/sync-engine/core/plan/build-plan';
import { appliedObjects } from '@bowline/sync-engine/core/plan/applied-objects';
import { parseSyncOptions } from '@bowline/sync-engine/core/sync-options';
import type { ApplicationDocument } from './application.ts';
import { comparePrepared, prepareFiles } from './compare-files.ts';
import { type OrderedStep, runOrder } from './run-order.ts';

export type PlanFilesInput = {
  desired: KubeObject[];
  live: KubeObject[];
  base: KubeObject[] | null;
  application: ApplicationDocument | null;
  namespace: string | undefined;
  prune: boolean | undefined;
  /** Version of the cluster, for APIs that it no longer serves. */
  kubeVersion?: string | undefined;
};

/** The Plan that a sync of these files would be, and its whole order of execution. */
export function planFiles(input: PlanFilesInput): {
  plan: Plan;
  order: OrderedStep[];
  warnings: RenderWarning[];
} {
  const { application } = input;
  const policy = application?.spec.syncPolicy;
  const name = application?.name ?? 'app';
  const project = application?.project ?? 'default';
  const namespace = input.namespace ?? (application?.spec.destination.namespace || undefined);
  const files = prepareFiles({
    desired: input.desired,
    live: input.live,
    base: input.base,
    rules: application?.spec.ignoreDifferences ?? [],
    namespace,
    application: { project, name },
    policy,
  });
  const written = parseSyncOptions(policy);
  const options = { ...written, prune: input.prune ?? (application === null ? true : written.prune) };
  const { desired, live } = files;
  const plan = buildPlan({
    kind: 'sync',
    application: { project, name, uid: `${project}/${name}`, generation: application?.generation ?? 1 },
    destination: {
      cluster: application?.spec.destination.name ?? 'in-cluster',
      namespace: namespace ?? 'default',
    },
    revisions: [],
    comparison: comparePrepared(files),
    desired,
    applied: appliedObjects({ desired, live, ignore: files.rules, options, schemaOf: files.schemaOf }),
    live,
    base: files.base,
    options,
    policy,
    budgets: policy?.guards === undefined ? [] : [policy.guards],
    kubeVersion: input.kubeVersion,
    hashKey: files.hashKey,
  });
  return { plan, order: runOrder(plan, files.live), warnings: files.warnings };
}
