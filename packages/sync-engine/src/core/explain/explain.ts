import type {
  Comparison,
  Condition,
  Decision,
  Health,
  KubeObject,
  ResourceComparison,
  ResourceKey,
  TreeNode,
} from '../model.ts';
import { countsForSync } from '../diff/compare.ts';
import { nameOf } from '../tree/application-health.ts';
import { formatKey } from '../resource-key.ts';
import { Family, type Link, type RootCause, rootCauseOf } from './root-cause.ts';

export type Remedy = {
  action:
    | 'plan'
    | 'rollback'
    | 'refresh'
    | 'hold'
    | 'resume'
    | 'fix-source'
    | 'fix-destination'
    | 'accept-identity'
    | 'logs';
  message: string;
  key?: ResourceKey;
};
export type Explanation = { summary: string; chain: Link[]; remedies: Remedy[] };

export type ExplainInput = {
  comparison: Comparison;
  tree: TreeNode[];
  live: KubeObject[];
  health: Health;
  conditions: Condition[];
  decision: Decision | null;
  /** There is an earlier Release to go back to, which was Healthy. */
  hasHealthyRelease: boolean;
};

/** Unhealthy resources whose causes are followed to the end; more of them would bury the first. */
const followedMax = 3;

/**
 * Why an Application is as it is, in the order a person would ask: what stands in the way of knowing, what is unwell and
 * what causes it, what differs and who changed it, what holds the next sync up; and what can be done about each.
 */
export function explainApplication(input: ExplainInput): Explanation {
  const chain: Link[] = [];
  const remedies: Remedy[] = [];
  const summaries = [
    explainConditions(input, chain, remedies),
    explainHealth(input, chain, remedies),
    explainHooks(input, chain, remedies),
    explainSync(input, chain, remedies),
    explainDecision(input, chain, remedies),
    explainWarnings(input, chain),
  ].filter((text) => text !== '');
  const summary = summaries.length === 0 ? 'Healthy and in sync.' : summaries.slice(0, 2).join(' ');
  return { summary, chain, remedies: unique(remedies) };
}

/** By code of a Condition: what has to change first, for another look would end the same. */
const notMendedByRetry: ReadonlyMap<string, Remedy> = new Map([
  [
    'cluster_unknown',
    { action: 'fix-destination', message: 'Register the cluster, or correct the destination.' },
  ],
  [
    'cluster_not_in_project',
    { action: 'fix-destination', message: 'Choose a cluster that this Project may use.' },
  ],
  [
    'cluster_changed',
    { action: 'accept-identity', message: 'Correct the address of the cluster, or accept its new identity.' },
  ],
]);

function explainConditions(input: ExplainInput, chain: Link[], remedies: Remedy[]): string {
  const errors = input.conditions.filter(
    (condition) => condition.status === 'True' && condition.severity !== 'warning',
  );
  for (const condition of errors) {
    chain.push({ message: condition.message, certainty: 'certain', at: condition.lastTransitionTime });
  }
  const isUnknown = input.comparison.status === 'Unknown';
  if (isUnknown && errors.length === 0)
    chain.push({ message: input.comparison.message, certainty: 'unknown' });
  const beyondRetry = errors.flatMap(({ code }) => notMendedByRetry.get(code) ?? []);
  if (beyondRetry.length > 0) remedies.push(...beyondRetry);
  else if (isUnknown) remedies.push({ action: 'refresh', message: 'Try again now.' });
  const inSource = errors.find(({ code }) => /render|source|repository|revision|manifest|spec/i.test(code));
  if (inSource !== undefined)
    remedies.push({ action: 'fix-source', message: 'Correct the source and push.' });
  if (!isUnknown) return '';
  return `The state is not known: ${errors[0]?.message ?? input.comparison.message}`;
}

/** Last, and only beside other things: what renders with a warning renders. */
function explainWarnings(input: ExplainInput, chain: Link[]): string {
  for (const condition of input.conditions) {
    if (condition.status !== 'True' || condition.severity !== 'warning') continue;
    const message = `Warning: ${condition.message}`;
    chain.push({ message, certainty: 'certain', at: condition.lastTransitionTime });
  }
  return '';
}

function explainHealth(input: ExplainInput, chain: Link[], remedies: Remedy[]): string {
  const { health, tree, comparison } = input;
  if (health.status === 'Healthy' || comparison.status === 'Unknown') return '';
  if (health.status === 'Missing') {
    chain.push({ message: health.message, certainty: 'certain' });
    remedies.push({ action: 'plan', message: 'Build a Plan to create the resources.' });
    return health.message;
  }
  const family = new Family(tree, input.live);
  const managed = new Set(
    comparison.resources.filter(countsForSync).map((resource) => formatKey(resource.key)),
  );
  const unwell = tree.filter(
    (node) => node.health?.status === health.status && managed.has(formatKey(node.key)),
  );
  const causes = causesOf(unwell.slice(0, followedMax), family);
  for (const cause of causes) chain.push(...cause.links);
  if (unwell.length > followedMax) {
    chain.push({
      message: `${unwell.length - followedMax} more resources are ${health.status}.`,
      certainty: 'certain',
    });
  }
  for (const cause of causes) remedies.push(...remediesOf(cause, input));
  const [first] = unwell;
  const end = causes[0]?.links.at(-1);
  if (first === undefined || end === undefined) return `${health.status}: ${health.message}`;
  return end.key !== undefined && formatKey(end.key) === formatKey(first.key)
    ? end.message
    : `${nameOf(first.key)} is ${health.status}. ${end.message}`;
}

/** One chain each, but for those that the chain of another one has told of already. */
function causesOf(nodes: readonly TreeNode[], family: Family): RootCause[] {
  const told = new Set<string>();
  const causes: RootCause[] = [];
  for (const node of nodes) {
    if (told.has(formatKey(node.key))) continue;
    const cause = rootCauseOf(node, family);
    for (const { key } of cause.links) if (key !== undefined) told.add(formatKey(key));
    causes.push(cause);
  }
  return causes;
}

/** A failed hook is no part of the health, and yet what a failed sync is about. */
function explainHooks(input: ExplainInput, chain: Link[], remedies: Remedy[]): string {
  const failed = input.tree.filter(
    (node) => node.hookPhases.length > 0 && node.health?.status === 'Degraded',
  );
  const [first] = failed;
  if (first === undefined) return '';
  const family = new Family(input.tree, input.live);
  for (const node of failed.slice(0, followedMax)) {
    const cause = rootCauseOf(node, family);
    chain.push(...cause.links);
    if (cause.pod !== undefined) {
      remedies.push({ action: 'logs', message: 'Read the log of the hook.', key: cause.pod });
    }
  }
  return `Hook ${nameOf(first.key)} failed: ${first.health?.message ?? ''}`;
}

function remediesOf(cause: RootCause, input: ExplainInput): Remedy[] {
  const remedies: Remedy[] = [];
  const key = cause.pod === undefined ? {} : { key: cause.pod };
  if (cause.kind === 'crash')
    remedies.push({ action: 'logs', message: 'Read the log of the run that failed.', ...key });
  if (cause.kind === 'image')
    remedies.push({ action: 'fix-source', message: 'Correct the image or its credentials.', ...key });
  if (cause.kind === 'config') {
    remedies.push({ action: 'fix-source', message: 'Add the missing ConfigMap, Secret or key.', ...key });
  }
  if (cause.kind === 'schedule') {
    remedies.push({ action: 'fix-source', message: 'Lower the requests or add nodes that fit.', ...key });
  }
  if (input.health.status === 'Degraded' && input.hasHealthyRelease) {
    remedies.push({ action: 'rollback', message: 'Go back to the last Release that was healthy.' });
  }
  return remedies;
}

function explainSync(input: ExplainInput, chain: Link[], remedies: Remedy[]): string {
  const { comparison } = input;
  if (comparison.status !== 'OutOfSync') return '';
  const out = comparison.resources.filter(
    (resource) => countsForSync(resource) && resource.verdict !== 'in-sync',
  );
  const ordered = [...out].sort((a, b) => weight(a) - weight(b));
  for (const resource of ordered.slice(0, followedMax)) chain.push(syncLink(resource));
  if (out.length > followedMax) {
    chain.push({
      message: `${out.length - followedMax} more resources are out of sync.`,
      certainty: 'certain',
    });
  }
  const { pending, drift, unknown, prune } = comparison.reasons;
  const parts = [
    pending > 0 ? `${count(pending)} not synced since the manifests changed` : '',
    drift > 0 ? `${count(drift)} changed in the cluster since the last Release` : '',
    unknown > 0 ? `${count(unknown)} different for a reason that is not known` : '',
  ].filter((part) => part !== '');
  remedies.push({ action: 'plan', message: planMessage({ drift, prune }) });
  return `Out of sync: ${parts.join('; ')}.`;
}

function planMessage({ drift, prune }: { drift: number; prune: number }): string {
  if (drift > 0) return 'Build a Plan that takes the drift back, or change the manifests to what is live.';
  return prune > 0 ? 'Build a Plan; it has to prune to come in sync.' : 'Build a Plan.';
}

/** Drift first: it is what nobody asked for. */
function weight(resource: ResourceComparison): number {
  return resource.reasons.includes('drift') ? 0 : resource.reasons.includes('unknown') ? 1 : 2;
}

function syncLink(resource: ResourceComparison): Link {
  const dated = resource.fields.find((field) => field.cause === 'drift' && field.time !== undefined);
  return {
    message: `${nameOf(resource.key)}: ${resource.message}`,
    key: resource.key,
    certainty: resource.reasons.includes('unknown') ? 'unknown' : 'certain',
    ...(dated?.time === undefined ? {} : { at: dated.time }),
  };
}

function count(resources: number): string {
  return resources === 1 ? '1 resource' : `${resources} resources`;
}

function explainDecision(input: ExplainInput, chain: Link[], remedies: Remedy[]): string {
  const { decision } = input;
  if (decision === null || decision.kind === 'run') return '';
  // In sync there is nothing that a sync would do, so nothing holds one up, unless a person asked for that.
  const isAsked = decision.reasons.some(({ code }) => code === 'hold');
  if (input.comparison.status === 'Synced' && !isAsked) return '';
  for (const reason of decision.reasons) {
    const at = reason.nextAt === undefined ? {} : { at: reason.nextAt };
    chain.push({ message: reason.message, certainty: 'certain', ...at });
    if (/hold/i.test(reason.code)) remedies.push({ action: 'resume', message: 'End the Hold.' });
  }
  return input.comparison.status === 'OutOfSync' ? (decision.reasons[0]?.message ?? '') : '';
}

function unique(remedies: Remedy[]): Remedy[] {
  const seen = new Set<string>();
  return remedies.filter((remedy) => {
    const id = `${remedy.action} ${remedy.message}`;
    return seen.has(id) ? false : seen.add(id);
  });
}
