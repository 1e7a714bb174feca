import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/api/object.ts';
import type { Bench } from '../suite.ts';

interface ResourceList {
  groupVersion: string;
  resources: { name: string; kind: string; namespaced: boolean; verbs: string[] }[];
}

export function discoveryCases({ api }: Bench): void {
  describe('discovery', () => {
    it('answers version and health', async () => {
      const version = await api().call<{ gitVersion: string }>('GET', '/version');
      expect(version.body.gitVersion).toMatch(/^v1\.\d+/);
      for (const path of ['/livez', '/readyz']) expect((await api().call('GET', path)).status).toBe(200);
    });

    it('lists groups, versions and resources with their subresources', async () => {
      const groups = await api().call<{
        groups: { name: string; preferredVersion: { groupVersion: string } }[];
      }>('GET', '/apis');
      const apps = groups.body.groups.find((group) => group.name === 'apps');
      expect(apps?.preferredVersion.groupVersion).toBe('apps/v1');
      const list = await api().call<ResourceList>('GET', '/apis/apps/v1');
      const byName = new Map(list.body.resources.map((resource) => [resource.name, resource]));
      expect(byName.get('deployments')).toMatchObject({ kind: 'Deployment', namespaced: true });
      expect(byName.get('deployments')?.verbs).toEqual(
        expect.arrayContaining(['list', 'watch', 'patch', 'delete']),
      );
      expect([...byName.keys()]).toEqual(expect.arrayContaining(['deployments/status', 'deployments/scale']));
      const core = await api().call<ResourceList>('GET', '/api/v1');
      expect(core.body.resources.map((resource) => resource.name)).toEqual(
        expect.arrayContaining(['pods', 'pods/log', 'secrets', 'namespaces']),
      );
    });

    it('answers aggregated discovery to clients that ask for it', async () => {
      const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
      const answer = await api().call<{ kind: string; items: { metadata: { name?: string } }[] }>(
        'GET',
        '/apis',
        { accept },
      );
      expect(answer.body.kind).toBe('APIGroupDiscoveryList');
      expect(answer.body.items.map((item) => item.metadata.name)).toContain('batch');
    });

    it('describes its kinds in OpenAPI v3', async () => {
      const index = await api().call<{ paths: Record<string, { serverRelativeURL: string }> }>(
        'GET',
        '/openapi/v3',
      );
      const url = new URL(index.body.paths['apis/apps/v1']?.serverRelativeURL ?? '', 'http://localhost');
      const document = await api().call<{ components: { schemas: Record<string, JsonObject> } }>(
        'GET',
        url.pathname,
      );
      const deployment = document.body.components.schemas['io.k8s.api.apps.v1.Deployment'];
      expect(deployment?.['x-kubernetes-group-version-kind']).toEqual([
        { group: 'apps', version: 'v1', kind: 'Deployment' },
      ]);
      expect(document.body.components.schemas['io.k8s.api.core.v1.PodSpec']).toBeDefined();
    });

    it('answers Status objects for unknown paths, kinds and tokens', async () => {
      const unknown = await api().call<JsonObject>('GET', '/apis/nothing.example/v1/things');
      expect(unknown.status).toBe(404);
      const missing = await api().call<JsonObject>('GET', '/api/v1/namespaces/default/configmaps/missing');
      expect(missing).toMatchObject({
        status: 404,
        body: { kind: 'Status', reason: 'NotFound', code: 404, details: { name: 'missing' } },
      });
      const { cluster } = api();
      const token = cluster.token;
      cluster.token = 'wrong';
      const refused = await api().call<JsonObject>('GET', '/api/v1/pods');
      cluster.token = token;
      expect(refused).toMatchObject({ status: 401, body: { kind: 'Status', reason: 'Unauthorized' } });
    });

    it('answers access reviews of its user', async () => {
      const body = {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { verb: 'delete', group: 'apps', resource: 'deployments' } },
      };
      const answer = await api().call<{ status: { allowed: boolean } }>(
        'POST',
        '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        { body },
      );
      expect(answer).toMatchObject({ status: 201, body: { status: { allowed: true } } });
    });
  });
}
