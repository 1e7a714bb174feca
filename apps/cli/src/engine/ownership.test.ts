import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCli } from '../testing/fake-io.ts';

const dir = mkdtempSync(join(tmpdir(), 'bowline-ownership-'));
afterAll(() => rmSync(dir, { recursive: true }));

type Live = { kind?: string; name: string; namespace?: string; argo?: string; bowline?: string };

/** `argo` and `bowline`: the tracking id as it stands on the object. */
function object({ kind = 'ConfigMap', name, namespace = 'shop', argo, bowline }: Live) {
  const annotations = {
    ...(argo === undefined ? {} : { 'argocd.argoproj.io/tracking-id': argo }),
    ...(bowline === undefined
      ? {}
      : { 'bowline.dev/tracking-id': bowline, 'bowline.dev/installation-id': 'files' }),
  };
  const apiVersion = kind === 'ClusterRole' ? 'rbac.authorization.k8s.io/v1' : 'v1';
  return { apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}), annotations } };
}

const app = {
  metadata: { name: 'web' },
  spec: {
    source: { repoURL: 'https://git.example/web', path: '.' },
    destination: { namespace: 'shop' },
    syncPolicy: { automated: { prune: true } },
  },
};

async function pruned(live: Live[], isNamed: boolean): Promise<string[]> {
  const write = (name: string, value: unknown) => {
    const path = join(dir, name);
    writeFileSync(path, JSON.stringify(value));
    return path;
  };
  const files = ['--desired', write('desired.json', []), '--live', write('live.json', live.map(object))];
  const named = isNamed ? ['--app', write('app.json', app)] : [];
  const { out, err } = await runCli(['engine', 'plan', ...files, ...named, '-o', 'json']);
  expect(err).toBe('');
  const { steps } = JSON.parse(out) as { steps: { action: string; key: { name: string } }[] };
  return steps.filter(({ action }) => action === 'prune').map(({ key }) => key.name);
}

describe('B6: what of the live objects a plan of files may prune', () => {
  const own = { name: 'a', argo: 'web:/ConfigMap:shop/a' };
  const other = { name: 'b', argo: 'other:/ConfigMap:shop/b' };
  const copied = { name: 'c', argo: 'web:/Service:shop/c' };

  test.each<[string, live: Live[], isNamed: boolean, names: string[]]>([
    ['without any mark, all of them', [{ name: 'a' }, { name: 'b' }], true, ['b', 'a']],
    ['its own', [own, { name: 'x' }], true, ['a']],
    ['its own beside those of another', [own, other], true, ['a']],
    ['nothing of another, though only that is marked', [other], true, []],
    [
      'nothing of another Application of Bowline',
      [{ name: 'b', bowline: 'default_other:/ConfigMap:shop/b' }],
      true,
      [],
    ],
    ['of an Application that nobody named, those of the one mark', [other], false, ['b']],
    ['of two marks that nobody named, nothing', [own, other], false, []],
    ['nothing that bears a copied mark', [own, copied], true, ['a']],
    ['nothing that bears a copied mark, though nothing else is marked', [copied, { name: 'x' }], true, ['x']],
    [
      'of an Application in a namespace of its own',
      [{ name: 'a', argo: 'team_web:/ConfigMap:shop/a' }],
      true,
      ['a'],
    ],
    [
      'something cluster-scoped, whose mark names the destination namespace',
      [
        {
          kind: 'ClusterRole',
          name: 'r',
          namespace: '',
          argo: 'web:rbac.authorization.k8s.io/ClusterRole:shop/r',
        },
      ],
      true,
      ['r'],
    ],
  ])('%s', async (_, live, isNamed, names) => {
    expect(await pruned(live, isNamed)).toEqual(names);
  });
});
