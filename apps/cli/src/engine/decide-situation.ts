import type { z } from 'zod';
import type {
  Actor,
  Approval,
  Comparison,
  Decision,
  Hold,
  Plan,
  ResourceKey,
} from '@bowline/sync-engine/core/model';
import type { Staleness } from '@bowline/sync-engine/core/plan/stale';
import { decideExecution, decideSync } from '@bowline/sync-engine/core/policy/decide';
import type { PastOperation } from '@bowline/sync-engine/core/policy/decide-sync';
import { CliFailure } from '../failure.ts';
import type { SourceDocument } from '../input/documents.ts';
import { mapOf, readApplication, readProject, readWindows, section } from './application.ts';
import {
  actorShape,
  approvalsShape,
  checked,
  clusterShape,
  comparisonShape,
  exactnessShape,
  historyShape,
  holdShape,
  installationShape,
  keysShape,
  labelShape,
  operationShape,
  planShape,
  textShape,
  timeShape,
} from './shapes.ts';

const parts: readonly string[] = [
  'application',
  'project',
  'cluster',
  'windows',
  'comparison',
  'heldDrift',
  'lookedAt',
  'desiredDigest',
  'history',
  'hold',
  'runningOperation',
  'plan',
  'approvals',
  'requestedBy',
  'builtBy',
  'builtAt',
  'exactness',
  'startedAt',
  'installation',
  'now',
];

/**
 * The gate's Decision on a written situation: whether auto-sync acts, or, where the document holds a Plan, whether that may
 * run. What the document leaves out is the plainest case: nothing runs, no history, no rule of a Project, desired differs
 * from the last Release. A part that is not known is refused, for a misspelt one would be decided without. Throws CliFailure.
 */
export function decideSituation(
  { value: written, origin }: SourceDocument,
  io: { now: Date; warn: (text: string) => void },
): Decision {
  // `plan:` with nothing below it is null in YAML, and means that none is written.
  const value = Object.fromEntries(Object.entries(written).filter(([, part]) => part !== null));
  if (value.application === undefined) throw new CliFailure(`${origin}: there is no application.`);
  const unknown = Object.keys(value).find((part) => !parts.includes(part));
  if (unknown !== undefined)
    throw new CliFailure(`${origin}: ${unknown} is no part of a situation.`, {
      hint: `Its parts are ${parts.join(', ')}.`,
    });
  const part = <T>(shape: z.ZodType<T>, name: string): T | undefined =>
    value[name] === undefined ? undefined : checked(shape, value[name], `${origin}: ${name}`);
  const now = new Date(part(timeShape, 'now') ?? io.now);
  const document = {
    value: mapOf(value.application, `${origin}: application`),
    origin: `${origin}: application`,
  };
  const application = readApplication(document);
  const status = section(document.value.status);
  const project = readProject(value.project, {
    name: application.project,
    place: `${origin}: project`,
    warn: io.warn,
  });
  const windows =
    value.windows === undefined ? [] : readWindows({ value: { windows: value.windows }, origin }, io.warn);
  const spec = { ...project.spec, syncWindows: [...(project.spec.syncWindows ?? []), ...windows] };
  const held = value.hold ?? status.hold ?? null;
  const hold = held === null ? null : (checked(holdShape, held, `${origin}: hold`) as Hold);
  const runningOperation = part(operationShape, 'runningOperation') ?? null;
  const guards = part(installationShape, 'installation')?.guards;
  const installation = guards === undefined ? {} : { installationGuards: guards };
  const isDeleting = Boolean(section(document.value.metadata).deletionTimestamp);
  const { destination } = application.spec;
  const labels = checked(
    labelShape,
    section(document.value.metadata).labels ?? {},
    `${document.origin}: metadata.labels`,
  );
  const cluster = part(clusterShape, 'cluster') ?? {};
  const server = cluster.server ?? destination.server;
  const target = {
    ...(server === undefined ? {} : { clusterServer: server }),
    clusterProject: cluster.project ?? null,
  };
  const clusterName = cluster.name ?? destination.name ?? destination.server ?? '';

  if (value.plan === undefined) {
    const comparison = readComparison(value.comparison, `${origin}: comparison`);
    const subject = {
      name: application.name,
      spec: application.spec,
      isDeleting,
      hold,
      generation: application.generation,
      cluster: clusterName,
      labels,
    };
    const lookedAt = part(timeShape, 'lookedAt');
    return decideSync({
      application: subject,
      comparison,
      heldDrift: part(keysShape, 'heldDrift') ?? driftedIn(comparison),
      desiredDigest: part(textShape, 'desiredDigest') ?? 'desired',
      project: { name: project.name, spec },
      runningOperation,
      history: readHistory(value.history, origin),
      ...(lookedAt === undefined ? {} : { lookedAt }),
      ...(server === undefined ? {} : { clusterServer: server }),
      ...installation,
      now,
    });
  }
  const plan = readPlan(value.plan, { application, cluster: clusterName, place: `${origin}: plan` });
  const requestedBy = actorOf(part(actorShape, 'requestedBy') ?? somebody);
  const builtBy = part(actorShape, 'builtBy');
  const builtAt = part(timeShape, 'builtAt');
  const startedAt = part(timeShape, 'startedAt');
  const exactness = part(exactnessShape, 'exactness');
  return decideExecution({
    plan,
    project: { name: project.name, spec },
    application: { spec: application.spec, isDeleting, hold, labels, ...target },
    approvals: (part(approvalsShape, 'approvals') ?? [])
      .filter(({ counts }) => counts)
      .map(
        ({ by, digest = plan.digest, at = now.toISOString(), tickedRisks, ...actor }): Approval => ({
          by: actorOf(by ?? actor),
          digest,
          at,
          tickedRisks,
        }),
      ),
    requestedBy,
    builtBy: builtBy === undefined ? requestedBy : actorOf(builtBy),
    ...(builtAt === undefined ? {} : { builtAt }),
    staleness: stalenessOf(exactness),
    newer: exactness?.newer ?? null,
    runningOperation,
    ...(startedAt === undefined ? { phase: 'start' } : { phase: 'step', startedAt }),
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

const somebody = { kind: 'user', name: 'somebody' } as const;

function actorOf({ kind, name, owner }: z.infer<typeof actorShape>): Actor {
  return { kind, name, ...(owner === undefined ? {} : { owner }) };
}

function stalenessOf(exactness: z.infer<typeof exactnessShape> | undefined): Staleness {
  if (exactness?.state !== 'stale') return { kind: 'exact' };
  const { reasons } = exactness;
  return {
    kind: 'stale',
    reasons:
      reasons.length > 0 ? reasons : [{ code: 'stale', message: 'What it was built against has changed.' }],
  };
}

type PlanContext = { application: ReturnType<typeof readApplication>; cluster: string; place: string };

function readPlan(value: unknown, { application, cluster, place }: PlanContext): Plan {
  const { namespace } = application.spec.destination;
  const { destination: written, ...plan } = checked(planShape, value, place);
  return {
    application: {
      project: application.project,
      name: application.name,
      uid: '',
      generation: application.generation,
    },
    destination: written ?? { cluster, namespace },
    options: {},
    excluded: [],
    isPartial: false,
    ...plan,
  } as unknown as Plan; // what a written situation leaves out is empty; what the gate looks at is checked
}
