import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSample } from '../../tools/git-server/samples.ts';
import { createTestDatabase } from '../../tools/postgres/test-database.ts';
import type { TestDatabase } from '../../tools/postgres/test-server.ts';
import {
  type AppInput,
  getApp,
  isHealthyAndSynced,
  refresh,
  register,
  repository,
  sync,
  untilApp,
} from '../support/flow.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { until } from '../support/until.ts';

const examples = loadSample('argocd-example-apps');
const podinfo = loadSample('podinfo');

describe.skipIf(!examples || !podinfo)('public repositories', () => {
  let database: TestDatabase;
  let stack: Stack;

  beforeAll(async () => {
    database = await createTestDatabase();
    stack = await startStack({ databaseUrl: database.url });
    if (examples) await repository(stack, 'examples', examples);
    if (podinfo) await repository(stack, 'podinfo', podinfo);
  });
  afterAll(async () => {
    await stack?.stop();
    await database?.drop();
  });

  async function deploy(input: Omit<AppInput, 'repoURL'> & { repository: string }): Promise<void> {
    const { name } = input;
    const app = await register(stack, { ...input, repoURL: stack.git.urlOf(input.repository) });
    expect(app.status.conditions.filter(({ type }) => type !== 'RenderWarning')).toEqual([]);
    const { operation } = await sync(stack, name);
    expect([operation.phase, operation.message]).toEqual(['Succeeded', operation.message]);
    await expectClean(name);
  }

  /** Healthy, Synced, and no field differs that nobody changed. */
  async function expectClean(name: string): Promise<void> {
    await untilApp(stack, name, 'Healthy and Synced', isHealthyAndSynced);
    await refresh(stack, name, 'hard');
    const changes = await stack.client.call('getChanges', { params: { project: 'default', name } });
    const fields = changes.objects.flatMap((object) =>
      object.fields.map(({ path }) => `${object.id} ${path}`),
    );
    expect({ status: changes.status, fields, prune: changes.counts.prune }).toEqual({
      status: 'Synced',
      fields: [],
      prune: 0,
    });
  }

  test.each([
    ['plain YAML', 'guestbook'],
    ['Kustomize', 'kustomize-guestbook'],
    ['Helm', 'helm-guestbook'],
    ['generated hooks and waves', 'sync-waves'],
    ['an old kustomization with hooks', 'pre-post-sync'],
    ['27 objects', 'sock-shop'],
  ])('deploys %s: %s', async (_what, path) => {
    await deploy({ name: `s-${path}`, repository: 'examples', path, targetRevision: 'master' });
  });

  test('deploys the app of apps, whose children become Applications and sync by their policy', async () => {
    const values = {
      config: {
        spec: {
          destination: { server: 'https://kubernetes.default.svc' },
          source: { repoURL: stack.git.urlOf('examples'), targetRevision: 'master' },
        },
      },
      applications: [
        { name: 'guestbook' },
        { name: 'helm-guestbook', tool: { helm: { releaseName: 'helm-guestbook' } } },
        { name: 'kustomize-guestbook' },
      ],
    };
    await deploy({
      name: 'apps',
      repository: 'examples',
      path: 'apps',
      targetRevision: 'master',
      source: { helm: { values: JSON.stringify(values) } },
    });
    for (const { name } of values.applications) {
      const child = `example.${name}`;
      await until(`${child} to exist`, () => getApp(stack, child));
      await expectClean(child);
      const { metadata, status } = await getApp(stack, child);
      expect(metadata.managedBy).toBe('default/apps');
      expect(status.release?.by.kind).toBe('policy');
    }
  });

  test.each([
    ['charts/podinfo', 'podinfo-chart'],
    ['kustomize', 'podinfo-kustomize'],
  ])('deploys %s of podinfo, upgrades it to its next release and rolls back', async (path, name) => {
    const release = async (version: string): Promise<void> => {
      const [commit = ''] = (
        await stack.git.git('podinfo', ['log', '--format=%H', `--grep=^Release ${version}$`, 'master'])
      ).split('\n');
      await stack.git.git('podinfo', ['update-ref', `refs/heads/${name}`, commit]);
    };
    const images = async (): Promise<string[]> => (await getApp(stack, name)).status.images;
    await release('6.13.0');
    await deploy({ name, repository: 'podinfo', path, targetRevision: name });
    expect(await images()).toContain('ghcr.io/stefanprodan/podinfo:6.13.0');

    await release('6.14.1');
    expect((await refresh(stack, name)).status.sync.reasons.pending).toBeGreaterThan(0);
    expect((await sync(stack, name)).operation.phase).toBe('Succeeded');
    await expectClean(name);
    expect(await images()).toContain('ghcr.io/stefanprodan/podinfo:6.14.1');

    const { plan, operation } = await sync(stack, name, { kind: 'rollback', release: 1 });
    expect([plan.restores, operation.phase]).toEqual([1, 'Succeeded']);
    await untilApp(stack, name, 'back at 6.13.0', ({ status }) =>
      status.images.includes('ghcr.io/stefanprodan/podinfo:6.13.0'),
    );
    const { items } = await stack.client.call('listReleases', { params: { project: 'default', name } });
    expect(items.map(({ number, restores, isLive }) => [number, restores, isLive])).toEqual([
      [3, 1, true],
      [2, null, false],
      [1, null, false],
    ]);
  });
});
