import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import type { KubeObject } from '../src/api/object.ts';
import { ApiUnderTest, type ConformanceCluster } from './api-under-test.ts';
import { customResourceCases } from './cases/custom-resources.ts';
import { deletionCases } from './cases/deletion.ts';
import { discoveryCases } from './cases/discovery.ts';
import { listAndWatchCases } from './cases/list-and-watch.ts';
import { serverSideApplyCases } from './cases/server-side-apply.ts';
import { workloadCases } from './cases/workloads.ts';
import { writeCases } from './cases/writes.ts';

/** What a group of cases gets: the API, and a fresh namespace per test. */
export interface Bench {
  api(): ApiUnderTest;
  namespace(): string;
}

/** What Bowline relies on in a cluster, over plain HTTP; the same for the sandbox and a real control plane. */
export function describeClusterConformance(name: string, start: () => Promise<ConformanceCluster>): void {
  describe(`cluster conformance: ${name}`, () => {
    let api: ApiUnderTest;
    let namespace = '';
    beforeAll(async () => {
      api = new ApiUnderTest(await start());
    });
    afterAll(() => api?.stop());
    beforeEach(async () => {
      const created = await api.call<KubeObject>('POST', '/api/v1/namespaces', {
        body: { apiVersion: 'v1', kind: 'Namespace', metadata: { generateName: 'conformance-' } },
      });
      namespace = created.body.metadata.name;
    });
    const bench: Bench = { api: () => api, namespace: () => namespace };
    for (const cases of [
      discoveryCases,
      writeCases,
      listAndWatchCases,
      serverSideApplyCases,
      deletionCases,
      customResourceCases,
      workloadCases,
    ]) {
      cases(bench);
    }
  });
}
