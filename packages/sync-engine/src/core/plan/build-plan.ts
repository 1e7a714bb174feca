import { AppError } from '../app-error.ts';
import {
  CanonicalText,
  digestOfRecord,
  digestOfTexts,
  nameText,
  sortedKeys,
  writeCanonical,
} from '../diff/digest.ts';
import type {
  Comparison,
  DeletionBudget,
  KubeObject,
  Plan,
  PlanItem,
  PlanKind,
  ReleaseItem,
  ResourceKey,
  SourceRevision,
  SyncOptions,
  SyncPolicy,
} from '../model.ts';
import { formatKey } from '../resource-key.ts';
import { type HashKey, maskObject } from '../secrets.ts';
import { deletionItems, syncItems } from './items.ts';
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
  releaseNumberNext?: number;
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
  const { items, excluded } = input.kind === 'delete' ? deletionItems(input) : syncItems(input);
  const isDeletion = input.kind === 'delete';
  const ordered = stepsOf(items, { isDeletion, namespace: input.destination.namespace });
  const texts: Texts = new Map();
  const content: Omit<Plan, 'digest' | 'risks'> = {
    kind: input.kind,
    application: input.application,
    destination: input.destination,
    revisions: input.revisions,
    desiredDigest: digestOfTexts(
      input.desired.map((object) => textOf(maskObject(object, input.hashKey), texts).text),
    ),
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
    input.comparison.resources.flatMap(({ isUnread, key, message }) =>
      isUnread ? [[formatKey(key), message] as const] : [],
    ),
  );
  const risks = risksOf({ ...input, plan: content, dryRunErrors: input.dryRunErrors ?? [], unread });
  const plan: Plan = { ...content, risks, digest: '' };
  return { ...plan, digest: digestOfPlan(plan, texts) };
}

/**
 * Hex sha256 of what a Plan would do: everything but `digest` itself and what moves without changing it: the live objects
 * (their touched fields stand in the fingerprints), who wrote a field when, and commit metadata (the revision pins it).
 */
export function planDigest(plan: Plan): string {
  return digestOfPlan(plan, new Map());
}

/** Texts of what has been written already: manifests are large and stand in two digests, options are mostly shared. */
type Texts = Map<object, CanonicalText>;

function textOf(object: object, texts: Texts): CanonicalText {
  const known = texts.get(object);
  if (known !== undefined) return known;
  const text = CanonicalText.of(object);
  texts.set(object, text);
  return text;
}

function digestOfPlan(plan: Plan, texts: Texts): string {
  const { digest: _digest, items, revisions, ...rest } = plan;
  return digestOfRecord({
    ...rest,
    revisions: revisions.map(({ repoURL, targetRevision, revision, renderer, tool }) => ({
      repoURL,
      targetRevision,
      revision,
      renderer,
      tool,
    })),
    items: items.map((item) => digestedItem(item, texts)),
  });
}

/** All of an item but its live object and what is hidden; written member by member, for there are many of them. */
function digestedItem(item: PlanItem, texts: Texts): CanonicalText {
  let text = '{';
  for (const name of sortedKeys(item) as (keyof PlanItem)[]) {
    const value = digestedMember(item, name, texts);
    if (value !== undefined)
      text += (text.length === 1 ? '' : ',') + nameText(name) + writeCanonical(value, 3);
  }
  return new CanonicalText(`${text}}`);
}

function digestedMember(item: PlanItem, name: keyof PlanItem, texts: Texts): unknown {
  switch (name) {
    case 'live':
    case 'hidden':
      return undefined;
    case 'desired':
      return item.desired === null ? null : textOf(item.desired, texts);
    case 'options':
      return textOf(item.options, texts);
    case 'key':
      return formatKey(item.key);
    case 'fields':
      return item.fields.map(({ path, desired, live, base, cause }) => ({
        path,
        desired,
        live,
        base,
        cause,
      }));
    default:
      return item[name];
  }
}
