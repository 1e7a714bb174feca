import type {
  Actor,
  Approval,
  Comparison,
  Decision,
  Hold,
  Plan,
  ResourceKey,
} from '@bowline/sync-engine/core/model';
import { decideExecution, decideSync } from '@bowline/sync-engine/core/policy/decide';
import type { PastOperation } from '@bowline/sync-engine/core/policy/decide-sync';
import { parseTime } from '../input/time.ts';
import { CliFailure } from '../failure.ts';
import type { SourceDocument } from '../input/documents.ts';
import { readApplication, readProject, readWindows, section } from './application.ts';
import {
  budgetShape,
  checked,
  comparisonShape,
  historyShape,
  holdShape,
  labelShape,
  operationShape,
  planShape,
} from './shapes.ts';

/**
 * The gate's Decision on a written situation: whether auto-sync acts, or, where the document holds a Plan, whether that may
 * run. What the document leaves out is the plainest case: nothing runs, no history, desired differs from the last Release.
 */
export function decideSituation({ value, origin }: SourceDocument, defaultNow: Date): Decision {
  if (value.application === undefined) throw new CliFailure(`${origin}: there is no application.`);
  const now = parseTime(typeof value.now === 'string' ? value.now : undefined) ?? defaultNow;
  const document = { value: section(value.application), origin: `${origin}: application` };
  const application = readApplication(document);
  const status = section(document.value.status);
  const project = readProject(value.project, `${origin}: project`);
  const windows =
    value.windows === undefined ? [] : readWindows({ value: { windows: value.windows }, origin });
  const spec = { ...project.spec, syncWindows: [...(project.spec.syncWindows ?? []), ...windows] };
  const written = value.hold ?? status.hold ?? null;
  const hold = written === null ? null : (checked(holdShape, written, `${origin}: hold`) as Hold);
  const running = value.runningOperation ?? null;
  const runningOperation =
    running === null ? null : checked(operationShape, running, `${origin}: runningOperation`);
  const { guards } = section(value.installation);
  const installation =
    guards === undefined
      ? {}
      : { installationGuards: checked(budgetShape, guards, `${origin}: installation.guards`) };
  const isDeleting = Boolean(section(document.value.metadata).deletionTimestamp);
  const { destination } = application.spec;
  const labels = checked(
    labelShape,
    section(document.value.metadata).labels ?? {},
    `${document.origin}: metadata.labels`,
  );
  const server = destination.server === undefined ? {} : { clusterServer: destination.server };

  if (value.plan === undefined) {
    const comparison = readComparison(value.comparison, `${origin}: comparison`);
    const subject = {
      name: application.name,
      spec: application.spec,
      isDeleting,
      hold,
      generation: application.generation,
      cluster: destination.name ?? destination.server ?? '',
      labels,
    };
    return decideSync({
      application: subject,
      comparison,
      heldDrift: driftedIn(comparison),
      desiredDigest: typeof value.desiredDigest === 'string' ? value.desiredDigest : 'desired',
      project: { name: project.name, spec },
      runningOperation,
      history: readHistory(value.history, origin),
      ...server,
      ...installation,
      now,
    });
  }
  const plan = readPlan(value.plan, application, `${origin}: plan`);
  const requestedBy = readActor(value.requestedBy);
  return decideExecution({
    plan,
    project: { name: project.name, spec },
    application: { spec: application.spec, isDeleting, hold, labels, ...server },
    approvals: readApprovals(value.approvals, plan.digest, now),
    requestedBy,
    builtBy: value.builtBy === undefined ? requestedBy : readActor(value.builtBy),
    ...(typeof value.builtAt === 'string' ? { builtAt: value.builtAt } : {}),
    staleness: { kind: 'exact' },
    runningOperation,
    phase: 'start',
    isNamespaced: (key) => key.namespace !== '',
    ...installation,
    now,
  });
}

function readComparison(value: unknown, place: string): Comparison {
  const written = checked(comparisonShape, value ?? {}, place);
  const counts = written.reasons ?? {};
  return {
    status: written.status,
    reasons: {
      pending: counts.pending ?? (value === undefined ? 1 : 0),
      drift: counts.drift ?? 0,
      unknown: counts.unknown ?? 0,
      prune: counts.prune ?? 0,
    },
    // Checked as far as the gate looks into them.
    resources: (written.resources as Comparison['resources'] | undefined) ?? placeholder(value, counts),
    message: written.message,
  };
}

/** A situation names one comparison: under a Hold that keeps a Release, its drift is drift from that Release. */
function driftedIn(comparison: Comparison): ResourceKey[] {
  const drifted = comparison.resources.filter((resource) => resource.reasons.includes('drift'));
  return drifted.map((resource) => resource.key);
}

/** Resources that stand for counts alone: the guards of auto-sync look at what differs, not at how many were counted. */
function placeholder(value: unknown, counts: Record<string, unknown>): Comparison['resources'] {
  const all: Comparison['resources'] = [];
  const number = (name: string) => (typeof counts[name] === 'number' ? Number(counts[name]) : 0);
  const add = (
    count: number,
    verdict: 'modified' | 'extra',
    reasons: Comparison['resources'][number]['reasons'],
  ) => {
    for (let i = 0; i < Math.min(count, 10_000); i++) {
      const key = { group: '', kind: 'ConfigMap', namespace: 'default', name: `${verdict}-${all.length}` };
      all.push({
        key,
        version: 'v1',
        verdict,
        desired: null,
        live: {
          apiVersion: 'v1',
          kind: key.kind,
          metadata: { name: key.name, namespace: key.namespace },
        },
        fields: [],
        hidden: [],
        hookPhases: [],
        wave: 0,
        reasons,
        isIgnoredExtra: false,
        message: '',
      });
    }
  };
  add(value === undefined ? 1 : number('pending'), 'modified', ['pending']);
  add(number('drift'), 'modified', ['drift']);
  add(number('unknown'), 'modified', ['unknown']);
  add(number('prune'), 'extra', ['pending']);
  return all;
}

function readHistory(value: unknown, origin: string): PastOperation[] {
  return checked(historyShape, value ?? [], `${origin}: history`);
}

function readActor(value: unknown): Actor {
  const { kind, name, owner } = section(value);
  const known = kind === 'token' || kind === 'policy' || kind === 'system';
  return {
    kind: known ? kind : 'user',
    name: typeof name === 'string' ? name : 'somebody',
    ...(typeof owner === 'string' ? { owner } : {}),
  };
}

function readApprovals(value: unknown, digest: string, now: Date): Approval[] {
  return (Array.isArray(value) ? value : []).map((entry: unknown) => {
    const approval = section(entry);
    return {
      by: readActor(approval.by ?? entry),
      digest: typeof approval.digest === 'string' ? approval.digest : digest,
      at: typeof approval.at === 'string' ? approval.at : now.toISOString(),
      tickedRisks: Array.isArray(approval.tickedRisks) ? approval.tickedRisks.map(String) : [],
    };
  });
}

function readPlan(value: unknown, application: ReturnType<typeof readApplication>, place: string): Plan {
  const { destination } = application.spec;
  const { destination: written, ...plan } = checked(planShape, value, place);
  return {
    application: {
      project: application.project,
      name: application.name,
      uid: '',
      generation: application.generation,
    },
    destination: written ?? {
      cluster: destination.name ?? destination.server ?? '',
      namespace: destination.namespace,
    },
    options: {},
    excluded: [],
    isPartial: false,
    ...plan,
  } as unknown as Plan; // what a written situation leaves out is empty; what the gate looks at is checked
}
