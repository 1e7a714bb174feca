import { describe, expect, test } from 'vitest';
import { fileOfCase } from '../testing/engine-cases.ts';
import { runCli } from '../testing/fake-io.ts';

/** B10, SYNC-11: what `decide` and `windows` make of input that is misspelt, partial or of a wrong type, and how they say it. */
const now = '2026-05-01T09:30:00Z';
const application = {
  metadata: { name: 'web' },
  spec: {
    project: 'team',
    source: { repoURL: 'https://git.example.com/web.git', path: '.' },
    destination: { name: 'prod', namespace: 'shop' },
    syncPolicy: { automated: { prune: true } },
  },
};
const freeze = { kind: 'deny', schedule: '0 9 * * *', duration: '1h', description: 'Freeze' };
const noon = { ...freeze, schedule: '0 12 * * *' };
const rules = { sourceRepos: ['*'], destinations: [{ name: '*', namespace: '*' }] };

function engine(command: 'decide' | 'windows', document: unknown, ...args: string[]) {
  const stdin = typeof document === 'string' ? document : JSON.stringify(document);
  return runCli(['engine', command, '-f', '-', ...args], { stdin, now: new Date(now) });
}

describe('a situation', () => {
  test.each<[string, document: object, error: string]>([
    ['a misspelt part', { window: [freeze] }, 'window is no part of a situation.'],
    ['an application that is text', { application: 'web' }, 'application: this is not a map.'],
    [
      'another kind',
      { application: { ...application, kind: 'ConfigMap' } },
      'application: ConfigMap is not Application.',
    ],
    ['a spec that is a list', { application: { spec: [] } }, 'application: spec: this is not a map.'],
    ['a project that is text', { project: 'team' }, 'project: this is not a map.'],
    ['an installation that is text', { installation: 'x' }, 'installation: Invalid input: expected object'],
    ['a number for a digest', { desiredDigest: 5 }, 'desiredDigest: Invalid input: expected string'],
    [
      'exactness that nobody knows',
      { plan: {}, exactness: { state: 'unknown' } },
      'exactness.state: Invalid option',
    ],
    ['words for the time', { now: 'yesterday' }, 'now: no RFC 3339 time'],
    ['a number for the time', { now: 5 }, 'now: no RFC 3339 time'],
    ['a day that does not exist', { now: '2026-02-30T00:00:00Z' }, 'now: no RFC 3339 time'],
    ['a Hold until some time', { hold: { untilTime: 'tomorrow' } }, 'hold.untilTime: no RFC 3339 time'],
    ['a Plan of some time', { plan: {}, builtAt: 'last week' }, 'builtAt: no RFC 3339 time'],
    [
      'approvals that are a map',
      { plan: {}, approvals: { by: {} } },
      'approvals: Invalid input: expected array',
    ],
    [
      'an actor that is text',
      { plan: {}, requestedBy: 'ann' },
      'requestedBy: Invalid input: expected object',
    ],
    ['an actor of no kind', { plan: {}, requestedBy: { kind: 'robot' } }, 'requestedBy.kind: Invalid option'],
    [
      'fewer than no approvals',
      { project: { spec: { approvals: { required: -1 } } } },
      'project.approvals.required: Too small',
    ],
  ])('%s is refused', async (_, more, error) => {
    const { exitCode, err } = await engine('decide', { application, ...more });
    expect(exitCode).toBe(2);
    expect(err).toContain(`error: standard input:1: ${error}`);
  });

  test.each<[string, document: object, kind: string, code: string]>([
    [
      'nulls are what is not written',
      { plan: null, windows: null, hold: null, history: null },
      'run',
      'auto_sync',
    ],
    ['without a project nothing of it is asked', { plan: {} }, 'run', 'allowed'],
    [
      'rules without a name are of the project of the Application',
      { plan: {}, project: rules },
      'run',
      'allowed',
    ],
    [
      'a project of another name is another',
      { plan: {}, project: { name: 'x', ...rules } },
      'refuse',
      'project_mismatch',
    ],
    [
      'an approval that counts no more is none',
      {
        plan: {},
        project: { ...rules, approvals: { required: 1 } },
        approvals: [{ by: { name: 'ann' }, digest: 'digest', counts: false }],
      },
      'needs-approval',
      'approvals_missing',
    ],
    [
      'a newer head is no news without requireHead',
      { plan: {}, exactness: { state: 'exact', newer: { revision: '4f2a9c0d51e7' } } },
      'run',
      'allowed',
    ],
    ['a stale Plan', { plan: {}, exactness: { state: 'stale' } }, 'refuse', 'plan_stale'],
    [
      'an Operation that began in the freeze waits',
      { plan: {}, windows: [{ ...freeze, syncOverrun: true }], startedAt: '2026-05-01T09:05:00Z' },
      'wait',
      'window_deny',
    ],
    [
      'windows by the API URL of the cluster',
      { windows: [{ ...freeze, clusters: ['https://10.0.0.1'] }], cluster: { server: 'https://10.0.0.1' } },
      'wait',
      'window_deny',
    ],
    [
      'what has left the Release of a Hold',
      {
        application: {
          ...application,
          spec: { ...application.spec, syncPolicy: { automated: { selfHeal: true } } },
        },
        comparison: { status: 'Synced' },
        hold: { release: 7 },
        heldDrift: [{ group: '', kind: 'Service', namespace: 'shop', name: 'web' }],
      },
      'run',
      'self_heal_release',
    ],
    ['an approval may be the actor alone', { plan: {}, approvals: [{ name: 'ann' }] }, 'run', 'allowed'],
  ])('%s', async (_, more, kind, code) => {
    const { out } = await engine('decide', { application, ...more }, '-o', 'json');
    expect(JSON.parse(out)).toMatchObject({ kind, reasons: [{ code }] });
  });

  test.each<[string, document: object, out: string]>([
    [
      'waits with owner and time in a line',
      { windows: [freeze] },
      'wait until 2026-05-01T10:00:00.000Z\n  [window_deny] The deny window "Freeze" is active. – the clock, until 2026-05-01T10:00:00.000Z\n',
    ],
    [
      'says what a run does',
      {},
      'run (with pruning)\n  [auto_sync] git renders something that has not been applied yet.\n',
    ],
    [
      'lets no escape sequence through',
      { hold: { reason: 'a\u001b[2J', owner: 'ann' } },
      'wait\n  [hold] Auto-sync is on hold: a [2J – ann\n',
    ],
  ])('as text: %s', async (_, more, out) => {
    expect((await engine('decide', { application, ...more }, '-o', 'text')).out).toBe(out);
  });
});

describe('windows', () => {
  test.each<[string, document: unknown, error: string]>([
    ['nothing at all', '', 'standard input:1: there is no document.'],
    ['a comment alone', '# none\n', 'standard input:1: there is no document.'],
    ['another kind', { kind: 'ConfigMap', metadata: {} }, 'standard input:1: there are no syncWindows.'],
    ['windows that are a map', { syncWindows: freeze }, 'standard input:1: syncWindows is not a list.'],
    ['a kind in capitals', [freeze, { ...freeze, kind: 'Deny' }], 'window 1.kind: Invalid option'],
    [
      'a window without duration',
      { syncWindows: [freeze, { kind: 'deny', schedule: '0 9 * * *' }] },
      'window 2.duration: this is missing.',
    ],
    ['a window that is text', { syncWindows: ['deny'] }, 'window 1: Invalid input: expected object'],
  ])('%s is refused', async (_, document, error) => {
    const { exitCode, err } = await engine('windows', document);
    expect(exitCode).toBe(2);
    expect(err).toContain(error);
  });

  test.each<[string, document: unknown, exitCode: number]>([
    ['a Project without windows', { kind: 'AppProject', metadata: { name: 'a' }, spec: {} }, 0],
    ['windows of which none is written', 'spec:\n  syncWindows:\n', 0],
    [
      'a list of Projects, one without windows',
      { kind: 'AppProjectList', items: [{ spec: {} }, { spec: { syncWindows: [freeze] } }] },
      1,
    ],
  ])('%s', async (_, document, exitCode) => {
    expect(await engine('windows', document)).toMatchObject({ exitCode, err: '' });
  });

  test.each(['2026-02-30T09:30:00Z', '2026-05-01', 'now', ''])('--at %j is refused', async (at) => {
    const { exitCode, err } = await engine('windows', { syncWindows: [freeze] }, '--at', at);
    expect(exitCode).toBe(2);
    expect(err).toContain('error: --at: no RFC 3339 time');
  });

  test('a misspelt field is said: a freeze of another time zone would be another freeze', async () => {
    const written = { ...noon, timezone: 'Europe/Berlin' };
    const warning = 'warning: standard input:1: window 1: timezone is not known and has no effect\n';
    expect((await engine('windows', { syncWindows: [written] })).err).toBe(warning);
    expect((await engine('decide', { application, windows: [written] })).err).toBe(warning);
    const project = { spec: { syncWindows: [written] } };
    expect((await engine('decide', { application, project })).err).toContain(
      'project: window 1: timezone is not known',
    );
  });

  test.each<[string, window: object, out: string]>([
    [
      'closed, with owner and time',
      freeze,
      'manual: not allowed\nautomatic: not allowed\n[window_deny] The deny window "Freeze" is active. – the clock, until 2026-05-01T10:00:00.000Z\n2026-05-01T10:00:00.000Z: Syncs are allowed again.\n',
    ],
    [
      'closed for ever',
      { ...freeze, kind: 'allow', schedule: '0 0 30 2 *' },
      'manual: not allowed\nautomatic: not allowed\n[window_closed] No allow window is open ("Freeze"), and none ever opens. – a project administrator\nNothing ever changes.\n',
    ],
    [
      'closed for longer than was looked',
      { ...freeze, schedule: '0 0 * * *', duration: '25h', timeZone: 'Europe/Berlin' },
      'manual: not allowed\nautomatic: not allowed\n[window_deny] The deny window "Freeze" is active. – the clock\nNothing changes before 2040-01-08T00:00:00.000Z.\n',
    ],
  ])('as text: %s', async (_, window, out) => {
    expect((await engine('windows', { syncWindows: [window] }, '-o', 'text')).out).toBe(out);
  });
});

describe('files to plan with', () => {
  const map = (metadata: object) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', ...metadata },
  });
  const wave = 'argocd.argoproj.io/sync-wave';

  test.each<[string, desired: object, args: string[], error: string]>([
    [
      'a wave without quotes',
      map({ annotations: { [wave]: 5 } }),
      [],
      `standard input:1: metadata.annotations.${wave} of the ConfigMap is not text; quote it.`,
    ],
    [
      'a label that is a number',
      map({ labels: { v: 1 } }),
      [],
      'metadata.labels.v of the ConfigMap is not text',
    ],
    [
      'a version of the cluster in words',
      map({}),
      ['--kube-version', 'latest'],
      '--kube-version latest: a version',
    ],
  ])('%s is refused', async (_, desired, args, error) => {
    const files = ['--desired', '-', '--live', fileOfCase('plan-nothing-to-do', 'same.yaml')];
    const run = await runCli(['engine', 'plan', ...files, ...args], { stdin: JSON.stringify(desired) });
    expect(run.exitCode).toBe(2);
    expect(run.err).toContain(error);
  });
});
