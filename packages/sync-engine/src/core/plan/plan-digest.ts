import { canonicalJson, digestOfLines, digestOnce } from '../diff/digest.ts';
import type { Fingerprint, Plan, PlanItem, PlanStep, Risk } from '../model.ts';
import { formatKeyOnce } from '../resource-key.ts';

/**
 * Hex sha256 of what a Plan would do: everything but `digest` itself and what moves without changing it: the live objects
 * (their touched fields stand in the fingerprints), who wrote a field when, and commit metadata (the revision pins it).
 * Manifests stand in it by their digests, which comparison and Plan share: its objects must not be changed afterwards.
 */
export function planDigest(plan: Omit<Plan, 'digest'>): string {
  const { items, steps, risks, revisions, ...rest } = plan;
  const pinned = revisions.map(({ repoURL, targetRevision, revision, renderer, tool }) => ({
    repoURL,
    targetRevision,
    revision,
    renderer,
    tool,
  }));
  return digestOfLines(
    linesOf(canonicalJson({ ...rest, digest: undefined, revisions: pinned }), { items, steps, risks }),
  );
}

function* linesOf(head: string, { items, steps, risks }: Pick<Plan, 'items' | 'steps' | 'risks'>) {
  yield head;
  for (const item of items) yield itemText(item);
  yield '';
  for (const step of steps) yield stepText(step);
  yield '';
  for (const risk of risks) yield riskText(risk);
}

/** The type makes sure that no member is forgotten. */
type Members<T> = Record<keyof Required<T>, unknown>;

/** The order in which the members stand here, and nothing else, decides their text: names would only make it longer. */
function textOf<T>(members: Members<T>): string {
  return JSON.stringify(Object.values(members));
}

function itemText(item: PlanItem): string {
  return textOf<Omit<PlanItem, 'live' | 'hidden'>>({
    key: formatKeyOnce(item.key),
    version: item.version,
    action: item.action,
    desired: item.desired === null ? null : digestOnce(item.desired),
    fields: item.fields.map(({ path, cause, desired, live, base }) => [
      path,
      cause,
      valueText(desired),
      valueText(live),
      valueText(base),
    ]),
    fingerprint: fingerprintText(item.fingerprint),
    hookPhases: item.hookPhases,
    deletePolicies: item.deletePolicies,
    wave: item.wave,
    options: digestOnce(item.options),
  });
}

function stepText(step: PlanStep): string {
  return textOf<PlanStep>({
    index: step.index,
    phase: step.phase,
    wave: step.wave,
    action: step.action,
    key: formatKeyOnce(step.key),
    version: step.version,
    reason: step.reason,
    item: step.item,
  });
}

function riskText(risk: Risk): string {
  return textOf<Risk>({
    id: risk.id,
    code: risk.code,
    severity: risk.severity,
    message: risk.message,
    key: risk.key === undefined ? null : formatKeyOnce(risk.key),
  });
}

function fingerprintText(fingerprint: Fingerprint): string {
  return fingerprint.kind === 'absent' ? fingerprint.kind : `${fingerprint.uid} ${fingerprint.hash}`;
}

/** Text that JSON writes fast; anything else in a list, so that no two values have one text. */
function valueText(value: unknown): unknown {
  if (typeof value === 'string') return value;
  return value === undefined ? [] : [canonicalJson(value)];
}
