import { annotationOf, hookPhasesOf } from '../annotations.ts';
import { digestOf } from '../diff/digest.ts';
import { isManagedNamespace } from '../managed-namespace.ts';
import type { DeletionBudget, KubeObject, Plan, PlanItem, ResourceKey, Risk, SyncPolicy } from '../model.ts';
import { formatApiVersion, formatKeyOnce } from '../resource-key.ts';
import {
  argoTrackingOf,
  installationIdAnnotation,
  trackingIdAnnotation,
  trackingIdOf,
  trackingNameOf,
  trackingOf,
} from '../tracking.ts';
import { blastRadiusOf, isMassDeletion } from './blast-radius.ts';
import { isServedNoMore, removedApiOf } from './deprecated-apis.ts';
import { immutableChanges, isImmutableMessage } from './immutable.ts';
import { type Draft, noteRisks, serverWarningRisks } from './note-risks.ts';

type Content = Omit<Plan, 'digest' | 'risks'>;

/**
 * What deserves a second look (ui.md friction ladder): `notice` is shown, `confirm` must be ticked by an approver, `block`
 * cannot run. Sorted by severity, code and object; ids depend on code and object alone.
 */
export function risksOf(input: {
  plan: Content;
  dryRunErrors: { key: ResourceKey; message: string }[];
  dryRunWarnings?: { key: ResourceKey; message: string }[];
  /** As rendered: what is written in it and not followed is said. */
  desired?: KubeObject[];
  policy?: SyncPolicy | undefined;
  /** Version of the cluster, for what it serves no longer. */
  kubeVersion?: string | undefined;
  budgets?: readonly DeletionBudget[];
  /** Why objects were not read, a sentence each. */
  unread?: ReadonlyMap<string, string>;
}): Risk[] {
  const errors = new Map(
    input.dryRunErrors
      .filter((error) => !isBroughtNamespace(input.plan, error.message))
      .map((error) => [formatKeyOnce(error.key), error.message]),
  );
  const drafts: Draft[] = [
    ...wholePlanRisks(input.plan, input.budgets ?? []),
    // A rollback restores what was accepted once, and an edit applies nothing.
    ...(isOfGit(input.plan) ? noteRisks(input.policy, input.desired ?? []) : []),
    ...serverWarningRisks(input.dryRunWarnings ?? []),
  ];
  const { plan, kubeVersion } = input;
  const trackingName = trackingNameOf(plan.application);
  for (const item of plan.items) {
    const id = formatKeyOnce(item.key);
    const found = risksOfItem(item, {
      plan,
      trackingName,
      kubeVersion,
      dryRunError: errors.get(id),
      unread: input.unread?.get(id),
    });
    for (const [code, severity, text] of found) {
      const message = text.replaceAll('{object}', nameOf(item.key));
      drafts.push({ code, severity, message, key: item.key });
    }
  }
  return drafts
    .map((draft) => ({ draft, object: draft.key === undefined ? '' : formatKeyOnce(draft.key) }))
    .sort(byWeight)
    .map(({ draft: { code, severity, message, key, about }, object }) =>
      key === undefined
        ? { code, severity, message, id: riskId(code, about ?? '') }
        : { code, severity, message, key, id: riskId(code, object) },
    );
}

const rank = { block: 0, confirm: 1, notice: 2 };

type Weighed = { draft: Draft; object: string };

function byWeight(a: Weighed, b: Weighed): number {
  return (
    rank[a.draft.severity] - rank[b.draft.severity] ||
    compareText(a.draft.code, b.draft.code) ||
    compareText(a.object, b.object) ||
    compareText(a.draft.message, b.draft.message)
  );
}

/** A dry run cannot know the Namespace that this very Plan creates first. */
function isBroughtNamespace(plan: Content, message: string): boolean {
  const name = /namespaces? "([^"]+)" not found/.exec(message)?.[1];
  return plan.items.some(
    (item) =>
      item.key.kind === 'Namespace' && item.key.group === '' && item.key.name === name && item.live === null,
  );
}

/** Sixteen hex digits over code and object: stable across Plans, so a tick can be carried in a URL. */
function riskId(code: string, about: string): string {
  return digestOf([code, about]).slice(0, 16);
}

function isOfGit(plan: Content): boolean {
  return plan.kind === 'sync' || plan.kind === 'retry';
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function wholePlanRisks(plan: Content, budgets: readonly DeletionBudget[]): Draft[] {
  const risks: Draft[] = [];
  const isDeletion = plan.kind === 'delete';
  const desired = plan.items.filter((item) => item.desired !== null && item.action !== 'hook');
  const radius = blastRadiusOf(plan);
  if (!isDeletion && desired.length === 0 && radius.live > 0) {
    risks.push({
      code: 'empty-render',
      severity: 'confirm',
      message: `Nothing was rendered, while ${count(radius.live, 'object')} of this Application ${radius.live === 1 ? 'is' : 'are'} live.`,
    });
  }
  if (!isDeletion && isMassDeletion(radius, ...budgets)) {
    risks.push({
      code: 'mass-deletion',
      severity: 'confirm',
      message: `${radius.deletions} of ${count(radius.live, 'live object')} would be deleted.`,
    });
  }
  if (plan.kind === 'rollback' && plan.items.some((item) => item.action === 'hook')) {
    risks.push({
      code: 'hook-in-rollback',
      severity: 'confirm',
      message: 'Hooks of the restored Release run again, database migrations among them.',
    });
  }
  return risks;
}

type ItemContext = {
  plan: Content;
  /** Of the Application of this Plan. */
  trackingName: string;
  dryRunError: string | undefined;
  kubeVersion?: string | undefined;
  unread?: string | undefined;
};

/** `{object}` in a text stands for the name of the object. */
type Found = [code: string, severity: Risk['severity'], text: string];

function risksOfItem(item: PlanItem, context: ItemContext): Found[] {
  const { plan } = context;
  const isRemoval = item.action === 'prune' || item.action === 'delete';
  const found = isRemoval
    ? removalRisks(item, plan)
    : item.action === 'none'
      ? protectedRisks(item, plan)
      : writeRisks(item, context);
  const ownership =
    item.action !== 'none' && item.live !== null ? ownershipRisk(item, item.live, context) : undefined;
  if (ownership !== undefined) found.push(ownership);
  return found;
}

function removalRisks(item: PlanItem, plan: Content): Found[] {
  const risks: Found[] = [];
  const { group, kind } = item.key;
  const isOrphaning = plan.deletion?.cascade === 'orphan';
  if (item.action === 'prune')
    risks.push(['prune', 'confirm', '{object} is deleted: it is no longer desired.']);
  if (group === '' && kind === 'Namespace')
    risks.push(['namespace-deletion', 'confirm', '{object} is deleted, and with it everything inside.']);
  if (kind === 'CustomResourceDefinition' && !isOrphaning)
    risks.push([
      'crd-deletion',
      'confirm',
      '{object} is deleted, and with it every object of its kind in the cluster.',
    ]);
  if (group === '' && (kind === 'PersistentVolumeClaim' || kind === 'PersistentVolume'))
    risks.push(['volume-deletion', 'confirm', '{object} is deleted: its data may be lost.']);
  const permission = item.action === 'prune' ? item.options.prune : item.options.delete;
  if (permission === 'confirm') {
    const option = item.action === 'prune' ? 'Prune=confirm' : 'Delete=confirm';
    risks.push([
      'protected',
      'confirm',
      `{object} asks for a confirmation before it is deleted (${option}).`,
    ]);
  }
  return risks;
}

/** Extra objects that stay, listed so that nobody wonders why. */
function protectedRisks(item: PlanItem, plan: Content): Found[] {
  if (item.desired !== null || item.live === null) return [];
  if (plan.kind === 'delete') {
    return item.options.delete === 'never'
      ? [['protected', 'notice', '{object} is kept (Delete=false).']]
      : [];
  }
  if (item.options.prune === 'never') {
    return [['protected', 'notice', '{object} is no longer desired but kept (Prune=false).']];
  }
  return plan.isPartial || plan.options.prune
    ? []
    : [['not-pruned', 'notice', '{object} is no longer desired; pruning is off, so it stays.']];
}

function writeRisks(item: PlanItem, { dryRunError: answer, kubeVersion, unread }: ItemContext): Found[] {
  const risks: Found[] = [];
  if (unread !== undefined)
    risks.push(['unread', 'block', `Nobody knows what a sync would change about {object}. ${unread}`]);
  // A hook is created anew, so what cannot change about its former run does not matter.
  const isOfFormerRun = item.action === 'hook' && answer !== undefined && isImmutableMessage(answer);
  const isUnknownKind =
    item.options.skipDryRunOnMissingResource &&
    item.live === null &&
    /no matches for kind|unknown|not found/i.test(answer ?? '');
  const dryRunError = isOfFormerRun || isUnknownKind ? undefined : answer;
  if (item.action === 'recreate') {
    risks.push([
      'immutable',
      'confirm',
      '{object} is deleted and created anew: a field that cannot change would change.',
    ]);
  } else if (dryRunError !== undefined && isImmutableMessage(dryRunError)) {
    risks.push([
      'immutable',
      'block',
      `{object} cannot be changed in place: ${dryRunError} Set Force=true on it to recreate it.`,
    ]);
  } else if (dryRunError !== undefined) {
    risks.push(['dry-run', 'block', `The cluster refuses {object}: ${dryRunError}`]);
  } else if (item.action === 'apply' || item.action === 'replace') {
    const paths = immutableChanges(item.key, item.fields);
    if (paths.length > 0)
      risks.push([
        'immutable',
        'confirm',
        `The cluster will probably refuse to change ${paths.join(', ')} of {object}.`,
      ]);
  }
  if (item.action === 'replace')
    risks.push(['replace', 'confirm', '{object} is replaced: fields set by others are lost (Replace=true).']);
  if (item.options.force && item.action !== 'hook' && item.action !== 'create')
    risks.push(['force', 'confirm', '{object} may be deleted and created anew (Force=true).']);
  const drift = item.fields.filter((field) => field.cause === 'drift');
  if (item.action !== 'hook' && drift.length > 0) {
    const paths = drift.slice(0, 3).map((field) => field.path);
    const more = drift.length > 3 ? ` and ${drift.length - 3} more` : '';
    const manager = drift.find((field) => field.manager !== undefined)?.manager;
    const by = manager === undefined ? '' : `, last set by ${manager}`;
    risks.push([
      'take-back-drift',
      'confirm',
      `Changes made in the cluster to {object} are taken back: ${paths.join(', ')}${more}${by}.`,
    ]);
  }
  const others = [restartRisk(item), deprecatedRisk(item, kubeVersion)];
  for (const other of others) if (other !== undefined) risks.push(other);
  return risks;
}

const restarting: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

function restartRisk(item: PlanItem): Found | undefined {
  const isWorkload = item.key.group === 'apps' && restarting.includes(item.key.kind);
  if (!isWorkload || item.live === null || item.action === 'hook') return undefined;
  if (!item.fields.some((field) => field.path.startsWith('spec.template'))) return undefined;
  const pods = podsOf(item.live);
  const text = pods === undefined ? 'its Pods' : count(pods, 'Pod');
  return ['restart', 'notice', `The Pod template of {object} changes: ${text} restart.`];
}

function podsOf(live: KubeObject): number | undefined {
  const spec = live.spec as { replicas?: unknown } | undefined;
  const status = live.status as { desiredNumberScheduled?: unknown } | undefined;
  if (live.kind !== 'DaemonSet') return typeof spec?.replicas === 'number' ? spec.replicas : 1;
  return typeof status?.desiredNumberScheduled === 'number' ? status.desiredNumberScheduled : undefined;
}

/** By the version of the cluster: an API that it no longer serves fails the Plan, one that goes later is a notice. */
function deprecatedRisk(item: PlanItem, kubeVersion: string | undefined): Found | undefined {
  const apiVersion = formatApiVersion({ group: item.key.group, version: item.version });
  const api = removedApiOf(apiVersion, item.key.kind);
  if (api === undefined) return undefined;
  if (kubeVersion !== undefined && isServedNoMore(api.release, kubeVersion))
    return [
      'removed-api',
      'block',
      `{object} is written in ${apiVersion}, which the cluster (Kubernetes ${kubeVersion}) does not serve since ${api.release}; use ${api.use}.`,
    ];
  return [
    'deprecated-api',
    'notice',
    `{object} is written in ${apiVersion}, which Kubernetes ${api.release} no longer serves; use ${api.use}.`,
  ];
}

/** X48: an object of another Application is never taken over; one of nobody, or of Argo CD, only by a person's tick. */
function ownershipRisk(
  item: PlanItem,
  live: KubeObject,
  { trackingName: own }: ItemContext,
): Found | undefined {
  // Its labels alone are asked for, beside whatever others set on it.
  if (isManagedNamespace(item.desired)) return undefined;
  const desiredInstallation = item.desired?.metadata.annotations?.[installationIdAnnotation];
  // As it stands on nearly all of them: nothing has to be read out of the text.
  if (annotationOf(live, trackingIdAnnotation) === trackingIdOf(own, item.key))
    if ([undefined, annotationOf(live, installationIdAnnotation) ?? ''].includes(desiredInstallation))
      return undefined;
  const tracking = trackingOf(live);
  if (tracking !== null && tracking.isSelf) {
    const isOwnInstallation =
      desiredInstallation === undefined || tracking.installationId === desiredInstallation;
    if (tracking.trackingName === own && isOwnInstallation) return undefined;
    const owner = isOwnInstallation
      ? `Application ${tracking.trackingName}`
      : 'another installation of Bowline';
    return ['shared', 'block', `{object} belongs to ${owner}; two owners would undo each other's changes.`];
  }
  // A bare Namespace is often there before its manifest; taking it over changes nothing inside.
  const isNamespace = item.key.group === '' && item.key.kind === 'Namespace';
  const argo = argoTrackingOf(live);
  if (argo !== null)
    return [
      'adopt',
      'confirm',
      `{object} is managed by the Argo CD Application ${argo} and would be taken over.`,
    ];
  const isOwnHook = item.action === 'hook' && hookPhasesOf(live).isHook;
  if (isOwnHook || item.desired?.metadata.annotations?.[trackingIdAnnotation] === undefined) return undefined;
  const text =
    item.action === 'hook'
      ? '{object} exists already and was not made by this Application; the hook would delete and recreate it.'
      : '{object} exists already, managed by nobody, and would be taken over.';
  return ['adopt', isNamespace ? 'notice' : 'confirm', text];
}

function nameOf(key: ResourceKey): string {
  return key.namespace === '' ? `${key.kind} ${key.name}` : `${key.kind} ${key.namespace}/${key.name}`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
