import type { Actor, Approval, Plan, ProjectSpec, SyncWindow } from '../model.ts';
import { objectOf, planOf, type PlanInput } from '../plan/plan.fixture.ts';
import { decideExecution, type ExecutionInput } from './decide.ts';

export const alice: Actor = { kind: 'user', name: 'alice' };
export const bob: Actor = { kind: 'user', name: 'bob' };
export const policy: Actor = { kind: 'policy', name: 'policy:team/shop' };
export const open: ProjectSpec = {
  sourceRepos: ['*'],
  destinations: [{ name: '*', namespace: '*' }],
  clusterResourceWhitelist: [{ group: '*', kind: '*' }],
};
export const spec = {
  project: 'team',
  sources: [{ repoURL: 'https://git.example.com/r' }],
  destination: { name: 'here', namespace: 'default' },
};
export const now = new Date('2026-03-04T12:00:00Z');
const a = objectOf('ConfigMap', 'a');
const old = objectOf('ConfigMap', 'old');
const kept = ['b', 'c', 'd'].map((name) => objectOf('ConfigMap', name));
const keptNames = kept.map((object) => object.metadata.name);
export const simple: PlanInput = { desired: [a] };
export const pruning: PlanInput = { desired: kept, live: [...kept, old], inSync: keptNames };
export const volume: PlanInput = {
  desired: kept,
  live: [...kept, objectOf('PersistentVolumeClaim', 'data')],
  inSync: keptNames,
};
export const emptied: PlanInput = { desired: [], live: kept };
export const shared: PlanInput = {
  desired: [a],
  live: [
    {
      ...a,
      metadata: { ...a.metadata, annotations: { 'bowline.dev/tracking-id': 'x_y:/ConfigMap:default/a' } },
    },
  ],
};

/** What a case changes of a Plan by alice that nothing speaks against. */
export type More = Partial<Omit<ExecutionInput, 'project' | 'application' | 'approvals' | 'plan'>> & {
  rules?: Partial<ProjectSpec>;
  app?: Partial<ExecutionInput['application']>;
  /** Approvals of this Plan's digest, every confirm risk ticked unless `ticks` is false. */
  approvedBy?: Actor[];
  ticks?: boolean;
  otherDigest?: boolean;
};

/** The gate's Decision about a Plan of these objects. */
export function gate(input: PlanInput, more: More = {}): ReturnType<typeof decideExecution> {
  const plan = planOf(input);
  const { rules, app, approvedBy, ticks, otherDigest, ...given } = more;
  return decideExecution({
    plan,
    project: { name: 'team', spec: { ...open, ...rules } },
    application: { spec, isDeleting: false, hold: null, labels: {}, ...app },
    approvals: (approvedBy ?? []).map((by) => approval(plan, by, ticks !== false, otherDigest === true)),
    requestedBy: alice,
    builtBy: alice,
    staleness: { kind: 'exact' },
    runningOperation: null,
    phase: 'start',
    isNamespaced: (key) => key.namespace !== '',
    now,
    ...given,
  });
}
function approval(plan: Plan, by: Actor, isTicked: boolean, isOther: boolean): Approval {
  return {
    by,
    digest: isOther ? 'f'.repeat(64) : plan.digest,
    at: now.toISOString(),
    tickedRisks: isTicked ? plan.risks.map((risk) => risk.id) : [],
  };
}

export const denied: SyncWindow[] = [{ kind: 'deny', schedule: '0 11 * * *', duration: '2h' }];
export const stale = { kind: 'stale' as const, reasons: [{ code: 'object_changed', message: 'It moved.' }] };
export const hold = { reason: 'rolled back', owner: 'bob', since: now.toISOString() };
export const automated = { ...spec, syncPolicy: { automated: { prune: true, allowEmpty: true } } };
