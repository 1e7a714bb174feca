import { tolerate } from '../client/kube-client.ts';
import { resources } from './resources.ts';
import { DEFAULT_CLASS } from './strategies.ts';
import type { World } from './world.ts';

/** What a cluster has before anyone uses it: the first namespaces, a default StorageClass, the `kubernetes` Service. */
export async function createFirstObjects(world: World): Promise<void> {
  const { client } = world;
  for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease']) {
    await tolerate([409], () =>
      client.create(resources.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
    );
  }
  const storageClass = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'standard', annotations: { [DEFAULT_CLASS]: 'true' } },
    provisioner: 'sandbox.bowline.dev/volumes',
  };
  await tolerate([409], () => client.create(resources.storageClasses, storageClass));
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'kubernetes',
      namespace: 'default',
      labels: { component: 'apiserver', provider: 'kubernetes' },
    },
    spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, targetPort: 6443 }] },
  };
  await tolerate([409], () => client.create(resources.services, service, 'default'));
}
