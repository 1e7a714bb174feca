import { describe, expect, test } from 'vitest';
import { runCli } from '../testing/fake-io.ts';

/** The rows of the reference about auto-sync, retries, history and windows, each as a situation with the answer it has to get. */
const now = '2026-05-01T09:30:00Z';
const base = {
  metadata: { name: 'web', generation: 1 },
  spec: {
    project: 'team',
    source: { repoURL: 'https://git.example.com/web.git', path: '.' },
    destination: { name: 'prod', namespace: 'shop' },
  },
};
const bot = { kind: 'policy', name: 'policy:team/web' };
const ago = (seconds: number) => new Date(Date.parse(now) - seconds * 1000).toISOString();
const later = (seconds: number) => new Date(Date.parse(now) + seconds * 1000).toISOString();
const app = (syncPolicy: object) => ({ application: { ...base, spec: { ...base.spec, syncPolicy } } });
const auto = app({ automated: {} });
const healing = app({ automated: { selfHeal: true } });
const deleting = { application: { ...auto.application, metadata: { name: 'web', deletionTimestamp: now } } };
const drift = { comparison: { reasons: { drift: 1 } } };
const heals = (count: number, last: number, apart = 400) =>
  Array.from({ length: count }, (_, i) => ({ kind: 'self-heal', finishedAt: ago(last + i * apart) }));
const failed = (attempts: number, seconds: number) => [
  { phase: 'Failed', attempts, finishedAt: ago(seconds) },
];
const freeze = { kind: 'deny', schedule: '0 9 * * *', duration: '1h' };
const twoFreezes = [
  { ...freeze, duration: '2h', manualSync: true },
  { ...freeze, description: 'Hard' },
];
const lunch = { kind: 'allow', schedule: '0 12 * * *', duration: '1h' };
const morning = { ...lunch, schedule: '0 8 * * *', duration: '2h' };

/** `said` is the kind and, where it matters, the first code. */
type Row = [id: string, name: string, situation: object, said: string, more?: object];

async function decide(situation: object) {
  const stdin = JSON.stringify({ application: base, ...situation });
  const { out, err } = await runCli(['engine', 'decide', '-f', '-', '-o', 'json'], {
    stdin,
    now: new Date(now),
  });
  return out === '' ? { error: err } : JSON.parse(out);
}

describe('what the gate answers', () => {
  test.each<Row>([
    [
      'AUTO-1',
      'automated: {} syncs and neither prunes nor heals',
      auto,
      'run',
      { prune: false, selfHeal: false },
    ],
    ['AUTO-1', 'without automated nothing happens', app({}), 'refuse auto_sync_off'],
    [
      'AUTO-1',
      'enabled: false pauses',
      app({ automated: { enabled: false, prune: true, selfHeal: true } }),
      'refuse auto_sync_off',
    ],
    [
      'AUTO-1',
      'only objects to prune are left',
      { ...auto, comparison: { reasons: { prune: 2 } } },
      'refuse only_prunes',
    ],
    [
      'AUTO-1',
      'an empty render is refused',
      { ...app({ automated: { prune: true } }), comparison: { reasons: { prune: 1 } } },
      'refuse would_wipe_out',
    ],
    [
      'AUTO-1',
      'allowEmpty accepts it, however many objects go',
      { ...app({ automated: { prune: true, allowEmpty: true } }), comparison: { reasons: { prune: 9 } } },
      'run',
      { prune: true },
    ],
    ['AUTO-1', 'drift without selfHeal', { ...auto, ...drift }, 'refuse self_heal_off'],
    ['AUTO-2', 'the first self-heal goes at once', { ...healing, ...drift }, 'run', { selfHeal: true }],
    [
      'AUTO-2',
      'the second after 2 s',
      { ...healing, ...drift, history: heals(1, 1) },
      'wait',
      { nextAt: later(1) },
    ],
    [
      'AUTO-2',
      'the third after 6 s',
      { ...healing, ...drift, history: heals(2, 1) },
      'wait',
      { nextAt: later(5) },
    ],
    [
      'AUTO-2',
      'never later than after 300 s',
      { ...healing, ...drift, history: heals(7, 100, 200) },
      'wait',
      { nextAt: later(200) },
    ],
    [
      'AUTO-2',
      'another content starts over',
      {
        ...healing,
        ...drift,
        desiredDigest: 'new',
        history: [{ desiredDigest: 'new', finishedAt: ago(1) }, ...heals(3, 5)],
      },
      'run',
      { selfHeal: true },
    ],
    [
      'AUTO-2',
      'what is pending as well is no self-heal',
      {
        ...healing,
        comparison: { reasons: { drift: 1, pending: 1 } },
        desiredDigest: 'new',
        history: heals(2, 1),
      },
      'run',
      { selfHeal: false },
    ],
    [
      'SYNC-8',
      'the first retry waits for duration',
      { ...app({ automated: {}, retry: { limit: 2 } }), history: failed(1, 1) },
      'wait',
      { nextAt: later(4) },
    ],
    [
      'SYNC-8',
      'the second for duration × factor',
      { ...app({ automated: {}, retry: { limit: 2 } }), history: failed(2, 1) },
      'wait',
      { nextAt: later(9) },
    ],
    [
      'SYNC-8',
      'then there is none',
      { ...app({ automated: {}, retry: { limit: 2 } }), history: failed(3, 1) },
      'refuse sync_failed',
    ],
    [
      'SYNC-8',
      'limit 0 never retries',
      { ...app({ automated: {}, retry: { limit: 0 } }), history: failed(1, 1) },
      'refuse sync_failed',
    ],
    [
      'SYNC-8',
      'a negative limit retries for ever, after 3 m at most',
      { ...app({ automated: {}, retry: { limit: -1 } }), history: failed(500, 1) },
      'wait',
      { nextAt: later(179) },
    ],
    [
      'SYNC-8',
      'seconds may be a bare number',
      {
        ...app({ automated: {}, retry: { limit: 1, backoff: { duration: '60', maxDuration: '20s' } } }),
        history: failed(1, 1),
      },
      'wait',
      { nextAt: later(19) },
    ],
    [
      'SYNC-8',
      'past its time it runs',
      { ...app({ automated: {}, retry: { limit: 1 } }), history: failed(1, 5) },
      'run',
    ],
    [
      'B13',
      'without a policy automation retries five times',
      { ...auto, history: failed(5, 1) },
      'wait',
      { nextAt: later(79) },
    ],
    ['B13', 'and not a sixth', { ...auto, history: failed(6, 1) }, 'refuse sync_failed'],
    [
      'B13',
      'the policy comes before a running Operation',
      { ...app({}), runningOperation: { number: 3 } },
      'refuse auto_sync_off',
    ],
    [
      'B13',
      'a running Operation before a deletion',
      { ...deleting, runningOperation: { number: 3 } },
      'wait operation_running',
    ],
    [
      'B13',
      'a deletion before the comparison',
      { ...deleting, comparison: { status: 'Unknown' } },
      'refuse application_deleting',
    ],
    [
      'B13',
      'an unknown comparison waits',
      { ...auto, comparison: { status: 'Unknown', message: 'git is away.' } },
      'wait comparison_unknown',
    ],
    [
      'B13',
      'in sync is no news of windows',
      { ...auto, comparison: { status: 'Synced' }, windows: [freeze] },
      'refuse in_sync',
    ],
    [
      'B13',
      'content that was synced once',
      { ...auto, history: [{ finishedAt: ago(60) }] },
      'refuse self_heal_off',
    ],
    [
      'B13',
      'the same content under a changed spec',
      { ...auto, history: [{ finishedAt: ago(60), specGeneration: 0 }] },
      'run auto_sync',
    ],
    [
      'B13',
      'another content after a failure',
      { ...app({ automated: {}, retry: { limit: 0 } }), desiredDigest: 'new', history: failed(1, 1) },
      'run',
    ],
    [
      'B13',
      'what no time brings is said before a window',
      { ...auto, history: failed(6, 1), windows: [freeze] },
      'refuse sync_failed',
    ],
    [
      'B13',
      'a window and a back-off are both told, the later counts',
      { ...auto, history: failed(1, 1), windows: [freeze] },
      'wait window_deny',
      { nextAt: '2026-05-01T10:00:00.000Z', reasons: [{ code: 'window_deny' }, { code: 'retry_backoff' }] },
    ],
    [
      'HIST-1',
      'what still runs is no attempt',
      { ...auto, history: [{ phase: 'Running', finishedAt: ago(1) }] },
      'run',
    ],
    [
      'HIST-1',
      'the latest counts, whatever the order written',
      { ...auto, history: [...failed(1, 600), { finishedAt: ago(60) }] },
      'refuse self_heal_off',
    ],
    [
      'HIST-2',
      'after a rollback auto-sync is on Hold',
      {
        ...auto,
        desiredDigest: 'bad',
        hold: { owner: 'ann', reason: 'rolled back', untilDesiredDigestNot: 'bad' },
      },
      'wait hold',
      { reasons: [{ owner: 'ann' }] },
    ],
    [
      'HIST-2',
      'until git moves past it',
      { ...auto, desiredDigest: 'good', hold: { owner: 'ann', untilDesiredDigestNot: 'bad' } },
      'run',
    ],
    [
      'HIST-2',
      'or its time is over',
      { ...auto, desiredDigest: 'bad', hold: { owner: 'ann', untilDesiredDigestNot: 'bad', untilTime: now } },
      'run',
    ],
    [
      'HIST-2',
      'a person rolls back with auto-sync on',
      { ...auto, plan: { kind: 'rollback' }, hold: { owner: 'ann', untilResumed: true } },
      'run',
    ],
    [
      'HIST-2',
      'a rollback obeys windows',
      { plan: { kind: 'rollback' }, windows: [freeze] },
      'wait window_deny',
    ],
    [
      'HIST-2',
      'automation does not, on Hold',
      { plan: { kind: 'sync' }, requestedBy: bot, hold: { owner: 'ann', untilResumed: true } },
      'wait hold',
    ],
    [
      'SYNC-11',
      'a deny beats an open allow',
      { plan: {}, windows: [freeze, morning] },
      'wait window_deny',
      { nextAt: '2026-05-02T08:00:00.000Z' },
    ],
    ['B14', 'one open allow is enough', { plan: {}, windows: [lunch, morning] }, 'run'],
    [
      'B14',
      'outside of every allow',
      { plan: {}, windows: [lunch] },
      'wait window_closed',
      { nextAt: '2026-05-01T12:00:00.000Z' },
    ],
    [
      'B14',
      'people pass where all that block say so',
      { plan: {}, windows: [{ ...freeze, manualSync: true }] },
      'run',
    ],
    [
      'B14',
      'not where one of two does not, which alone is the reason',
      { plan: {}, windows: twoFreezes },
      'wait',
      { nextAt: '2026-05-01T10:00:00.000Z', reasons: [{ message: 'The deny window "Hard" is active.' }] },
    ],
    [
      'B14',
      'automation waits for both',
      { plan: {}, requestedBy: bot, windows: twoFreezes },
      'wait',
      { nextAt: '2026-05-01T11:00:00.000Z', reasons: [{ code: 'window_deny' }, { code: 'window_deny' }] },
    ],
    [
      'B14',
      'automation never passes',
      { plan: {}, requestedBy: bot, windows: [{ ...freeze, manualSync: true }] },
      'wait',
    ],
    [
      'B14',
      'one selector is enough',
      { plan: {}, windows: [{ ...freeze, applications: ['x'], namespaces: ['sh*'] }] },
      'wait',
    ],
    [
      'B14',
      'andOperator needs all',
      { plan: {}, windows: [{ ...freeze, applications: ['x'], namespaces: ['sh*'], andOperator: true }] },
      'run',
    ],
    [
      'B14',
      'an Operation that began in the allow window goes on after it',
      {
        plan: {},
        startedAt: '2026-05-01T08:20:00Z',
        windows: [{ ...morning, duration: '1h', syncOverrun: true }],
      },
      'run',
    ],
    [
      'B14',
      'one that began outside waits',
      {
        plan: {},
        startedAt: '2026-05-01T07:59:00Z',
        windows: [{ ...morning, duration: '1h', syncOverrun: true }],
      },
      'wait',
    ],
    ['B14', 'the last instant is outside', { plan: {}, windows: [{ ...freeze, duration: '30m' }] }, 'run'],
    ['B10', 'a deletion has an owner', { ...deleting, plan: {} }, 'refuse application_deleting'],
    [
      'B10',
      'a risk that blocks has one',
      { plan: { risks: [{ id: 'r', code: 'dry-run', severity: 'block', message: 'No.' }] } },
      'refuse risk_dry_run',
    ],
  ])('%s: %s', async (_id, _name, situation, said, more = {}) => {
    const decision = await decide(situation);
    expect(`${decision.kind} ${decision.reasons[0].code}`).toMatch(new RegExp(`^${said}`));
    expect(decision).toMatchObject(more);
    // B10: whatever holds it back has an owner, whose move it is.
    if (decision.kind === 'run' || decision.reasons[0].code === 'in_sync') return;
    for (const reason of decision.reasons) expect(reason.owner, reason.code).toEqual(expect.any(String));
  });
});
