import { describe, expect, it } from 'vitest';
import type { ProjectSpec } from '../model.ts';
import { decideAction } from './decide.ts';
import { alice, denied, now, open, spec } from './gate.fixture.ts';

describe('decideAction', () => {
  const key = { group: 'apps', kind: 'Deployment', namespace: 'default', name: 'web' };
  const base = {
    action: 'restart',
    keys: [key],
    project: { name: 'team', spec: open },
    application: { name: 'shop', spec, isDeleting: false, cluster: 'here', labels: { tier: 'web' } },
    requestedBy: alice,
    now,
  };
  it.each<[string, Partial<typeof base> & { rules?: Partial<ProjectSpec> }, string]>([
    ['allowed', {}, 'run'],
    ['no target', { keys: [] }, 'refuse'],
    [
      'a forbidden namespace (X51)',
      { keys: [{ ...key, namespace: 'x' }], rules: { destinations: [{ name: '*', namespace: 'default' }] } },
      'refuse',
    ],
    ['a deny window', { rules: { syncWindows: denied } }, 'wait'],
    [
      'a deny window that selects its labels (SYNC-11)',
      { rules: { syncWindows: denied.map((window) => ({ ...window, matchLabels: { tier: 'web' } })) } },
      'wait',
    ],
    [
      'a deny window for other labels',
      { rules: { syncWindows: denied.map((window) => ({ ...window, matchLabels: { tier: 'db' } })) } },
      'run',
    ],
    [
      'outside of an allow window',
      { rules: { syncWindows: [{ kind: 'allow', schedule: '0 1 * * *', duration: '1h' }] } },
      'run',
    ],
    [
      'too many deletions',
      { action: 'delete', keys: [key, key], rules: { guards: { deletionsMax: 1 } } },
      'refuse',
    ],
    ['while being deleted', { application: { ...base.application, isDeleting: true } }, 'refuse'],
  ])('%s', (_name, { rules, ...more }, expected) => {
    const decision = decideAction({
      ...base,
      project: { name: 'team', spec: { ...open, ...rules } },
      ...more,
    });
    expect(decision.kind).toBe(expected);
  });
});
