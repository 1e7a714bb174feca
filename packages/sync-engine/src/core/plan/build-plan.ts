import { AppError } from '../app-error.ts';
import { desiredDigest } from '../diff/digest.ts';
import type {
  Comparison,
  DeletionBudget,
  KubeObject,
  Plan,
  PlanKind,
  ReleaseItem,
  ResourceKey,
  SourceRevision,
  SyncOptions,
  SyncPolicy,
} from '../model.ts';
import { formatKey, objectsByKey } from '../resource-key.ts';
import type { HashKey } from '../secrets.ts';
import { deletionItems, syncItems } from './items.ts';
import { planDigest } from './plan-digest.ts';
import { risksOf } from './risks.ts';
import { stepsOf } from './steps.ts';

export type BuildPlanInput = {
  kind: PlanKind;
  application: { project: string; name: string; uid: string; generation: number };
  destination: Plan['destination'];
  revisions: SourceRevision[];
  /** Of `desired` against `live`; must be known. */
  comparison: Comparison;
  /** Prepared and unmasked. */
  desired: KubeObject[];
  /** Digest of `desired`, where it is known already. */
  desiredDigest?: string | undefined;
  /** `desired` as it is applied, where that is something else; see `appliedObjects`. */
  applied?: KubeObject[];
  /** Managed objects, the destination Namespace and every object that has the key of a desired one. */
  live: KubeObject[];
  base: ReleaseItem[] | null;
  options: SyncOptions;
  hashKey: HashKey;
  selection?: ResourceKey[];
  edit?: Plan['edit'];
  hold?: Plan['hold'];
  restores?: number;
  deletion?: Plan['deletion'];
  /** What the API server said to a dry run of the planned objects. */
  dryRunErrors?: { key: ResourceKey; message: string }[];
  dryRunWarnings?: { key: ResourceKey; message: string }[];
  /** As written, for what in it is not followed. */
  policy?: SyncPolicy | undefined;
  /** Version of the destination cluster. */
  kubeVersion?: string | undefined;
  /** Of Project and installation; the strictest counts. */
  budgets?: readonly DeletionBudget[];
};

/**
 * The immutable record of exactly what would be done. In-sync objects are items without a step, so that items hold the
 * whole desired set. Throws AppError `comparison_unknown` on a comparison of partial knowledge: unknown is never absent.
 */
export function buildPlan(input: BuildPlanInput): Plan {
  // Forgetting an Application touches nothing, so it needs to know nothing (B19).
  const isForgetting = input.kind === 'delete' && input.deletion?.cascade === 'keep';
  if (input.comparison.status === 'Unknown' && !isForgetting) {
    throw new AppError({
      code: 'comparison_unknown',
      status: 409,
      message: `A plan cannot be built while the comparison is unknown: ${input.comparison.message || 'no reason given'}.`,
      hint: 'Mend the cause named above and refresh the Application.',
    });
  }
  const live = objectsByKey(input.live);
  const { items, excluded } = input.kind === 'delete' ? deletionItems(input, live) : syncItems(input, live);
  const isDeletion = input.kind === 'delete';
  const ordered = stepsOf(items, { isDeletion, namespace: input.destination.namespace });
  const content: Omit<Plan, 'digest' | 'risks'> = {
    kind: input.kind,
    application: input.application,
    destination: input.destination,
    revisions: input.revisions,
    desiredDigest: input.desiredDigest ?? desiredDigest(input.desired, input.hashKey),
    options: input.options,
    items: ordered.items,
    steps: ordered.steps,
    excluded,
    isPartial: input.selection !== undefined,
    ...(input.edit === undefined ? {} : { edit: input.edit }),
    ...(input.hold === undefined ? {} : { hold: input.hold }),
    ...(input.restores === undefined ? {} : { restores: input.restores }),
    ...(input.deletion === undefined ? {} : { deletion: input.deletion }),
  };
  const unread = new Map(
    input.comparison.resources
      .filter(({ isUnread }) => isUnread)
      .map(({ key, message }) => [formatKey(key), message]),
  );
  const risks = risksOf({ ...input, plan: content, dryRunErrors: input.dryRunErrors ?? [], unread });
  const plan = { ...content, risks };
  return { ...plan, digest: planDigest(plan) };
}
