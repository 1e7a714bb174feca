import { describe, expect, it } from 'vitest';
import type { JsonObject, KubeObject } from '../../src/api/object.ts';
import type { Bench } from '../suite.ts';
import { deployment, deployments } from './objects.ts';

type WithStatus = KubeObject & {
  status?: JsonObject & { conditions?: { type: string; status: string; reason?: string }[] };
};

export function workloadCases({ api, namespace }: Bench): void {
  const pods = async () =>
    (await api().call<{ items: WithStatus[] }>('GET', `/api/v1/namespaces/${namespace()}/pods`)).body.items;
  const untilStatus = (path: string, isRight: (object: WithStatus) => boolean) =>
    api().until(`${path} to get there`, async () => {
      const { body } = await api().call<WithStatus>('GET', path);
      return isRight(body) ? body : undefined;
    });

  describe('workloads', () => {
    it('makes a Deployment available, rolls it out and keeps its history', async () => {
      const path = deployments(namespace(), 'web');
      await api().call('POST', deployments(namespace()), { body: deployment('web', 'nginx:1', 2) });
      await untilStatus(path, ({ status }) => status?.availableReplicas === 2);
      await api().call('PATCH', path, {
        contentType: 'application/strategic-merge-patch+json',
        body: { spec: { template: { spec: { containers: [{ name: 'main', image: 'nginx:2' }] } } } },
      });
      const done = await untilStatus(
        path,
        ({ status, metadata }) =>
          status?.observedGeneration === metadata.generation &&
          status?.updatedReplicas === 2 &&
          status?.replicas === 2 &&
          status?.availableReplicas === 2,
      );
      const progressing = done.status?.conditions?.find((one) => one.type === 'Progressing');
      expect(progressing).toMatchObject({ status: 'True', reason: 'NewReplicaSetAvailable' });
      const { body } = await api().call<{ items: WithStatus[] }>(
        'GET',
        `/apis/apps/v1/namespaces/${namespace()}/replicasets`,
      );
      const revisions = body.items
        .map((set) => set.metadata.annotations?.['deployment.kubernetes.io/revision'])
        .sort();
      expect(revisions).toEqual(['1', '2']);
    });

    it('shows a broken image as ImagePullBackOff and an unavailable Deployment', async () => {
      await api().call('POST', deployments(namespace()), { body: deployment('bad', 'nginx:broken') });
      await api().until('ImagePullBackOff', async () =>
        (await pods()).find((pod) => JSON.stringify(pod.status).includes('"ImagePullBackOff"')),
      );
      const { body } = await api().call<WithStatus>('GET', deployments(namespace(), 'bad'));
      expect(body.status?.conditions?.find((one) => one.type === 'Available')?.status).toBe('False');
    });

    it('shows a crashing container as CrashLoopBackOff with its exit code', async () => {
      await api().call('POST', deployments(namespace()), { body: deployment('crash', 'nginx:crash') });
      const pod = await api().until('CrashLoopBackOff', async () =>
        (await pods()).find((one) => JSON.stringify(one.status).includes('"CrashLoopBackOff"')),
      );
      expect(pod.status?.containerStatuses).toMatchObject([{ lastState: { terminated: { exitCode: 1 } } }]);
    });

    it('completes a Job, and fails one whose command fails', async () => {
      const path = `/apis/batch/v1/namespaces/${namespace()}/jobs`;
      const job = (name: string, command: string[]) => ({
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name },
        spec: {
          backoffLimit: 0,
          template: {
            spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox:1', command }] },
          },
        },
      });
      await api().call('POST', path, { body: job('good', ['true']) });
      await api().call('POST', path, { body: job('bad', ['sh', '-c', 'exit 1']) });
      const has = (type: string) => (object: WithStatus) =>
        object.status?.conditions?.some((one) => one.type === type && one.status === 'True') ?? false;
      await untilStatus(`${path}/good`, has('Complete'));
      await untilStatus(`${path}/bad`, has('Failed'));
    });

    it('removes the Pods of a deleted Deployment', async () => {
      await api().call('POST', deployments(namespace()), { body: deployment('gone', 'nginx:1', 2) });
      await untilStatus(deployments(namespace(), 'gone'), ({ status }) => status?.readyReplicas === 2);
      await api().call('DELETE', deployments(namespace(), 'gone'), {
        query: { propagationPolicy: 'Foreground' },
      });
      await api().until('the Pods to be gone', async () => ((await pods()).length === 0 ? true : undefined));
    });

    it('brings a StatefulSet up in order', async () => {
      const body = {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name: 'db' },
        spec: {
          replicas: 2,
          serviceName: 'db',
          selector: { matchLabels: { app: 'db' } },
          template: {
            metadata: { labels: { app: 'db' } },
            spec: { containers: [{ name: 'main', image: 'pg:16' }] },
          },
        },
      };
      const path = `/apis/apps/v1/namespaces/${namespace()}/statefulsets`;
      await api().call('POST', path, { body });
      await untilStatus(`${path}/db`, ({ status }) => status?.readyReplicas === 2);
      expect((await pods()).map((pod) => pod.metadata.name).sort()).toEqual(['db-0', 'db-1']);
    });
  });
}
