import type { KubeObject } from '../../api/object.ts';
import { tolerate } from '../../client/kube-client.ts';
import { follow, keyOf } from '../owned.ts';
import { resources } from '../resources.ts';
import { isPodFinished, type Pod } from '../shapes.ts';
import { splitKey } from '../work-queue.ts';
import type { World } from '../world.ts';

const PROTECTION = 'kubernetes.io/pvc-protection';

type Claim = KubeObject & {
  spec: {
    volumeName?: string;
    accessModes?: string[];
    resources?: { requests?: Record<string, string> };
    storageClassName?: string;
    volumeMode?: string;
  };
  status?: { phase?: string };
};
type Volume = KubeObject & {
  spec: {
    claimRef?: { namespace: string; name: string; uid?: string };
    persistentVolumeReclaimPolicy?: string;
  };
};

/** Binds claims to volumes made for them where their StorageClass exists, and lets go of unused deleted ones. */
export function volumeController(world: World): void {
  const claims = world.mirror<Claim>(resources.claims);
  const volumes = world.mirror<Volume>(resources.volumes);
  const classes = world.mirror(resources.storageClasses);
  const pods = world.mirror<Pod>(resources.pods);
  const queue = world.queue(async (key) => {
    const { namespace, name } = splitKey(key);
    const claim = claims.get(namespace, name);
    if (!claim) return;
    if (claim.metadata.deletionTimestamp) {
      if (!isUsed(pods.in(namespace), name)) await release(world, claim);
      return;
    }
    const className = claim.spec.storageClassName;
    if (claim.status?.phase === 'Bound' || !className || !classes.get(undefined, className)) return;
    await bind(world, claim);
  });
  follow(claims, queue);
  pods.onChange((pod) => {
    for (const volume of (pod as Pod).spec.volumes ?? []) {
      if (volume.persistentVolumeClaim)
        queue.add(`${pod.metadata.namespace}/${volume.persistentVolumeClaim.claimName}`);
    }
  });
  classes.onChange(() => {
    for (const claim of claims.all()) queue.add(keyOf(claim));
  });
  const reclaim = world.queue(async (name) => {
    const volume = volumes.get(undefined, name);
    const reference = volume?.spec.claimRef;
    if (!volume || !reference || volume.spec.persistentVolumeReclaimPolicy !== 'Delete') return;
    if (claims.get(reference.namespace, reference.name)?.metadata.uid === reference.uid) return;
    await world.client.delete(resources.volumes, { name });
  });
  claims.onChange((claim, change) => {
    const { volumeName } = (claim as Claim).spec;
    if (change === 'removed' && volumeName) reclaim.add(volumeName);
  });
}

function isUsed(pods: Pod[], claimName: string): boolean {
  return pods.some(
    (pod) =>
      !isPodFinished(pod) &&
      pod.spec.volumes?.some((one) => one.persistentVolumeClaim?.claimName === claimName),
  );
}

async function release(world: World, claim: Claim): Promise<void> {
  const { namespace, name, finalizers = [] } = claim.metadata;
  if (!finalizers.includes(PROTECTION)) return;
  const kept = finalizers.filter((one) => one !== PROTECTION);
  await tolerate([404], () =>
    world.client.patch(resources.claims, { namespace, name }, { metadata: { finalizers: kept } }),
  );
}

async function bind(world: World, claim: Claim): Promise<void> {
  const { namespace, name, uid } = claim.metadata;
  const volumeName = claim.spec.volumeName ?? `pvc-${uid}`;
  const { accessModes = ['ReadWriteOnce'], storageClassName, volumeMode } = claim.spec;
  const capacity = claim.spec.resources?.requests ?? { storage: '1Gi' };
  const volume = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volumeName },
    spec: {
      accessModes,
      capacity,
      storageClassName,
      volumeMode,
      persistentVolumeReclaimPolicy: 'Delete',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid },
      hostPath: { path: `/volumes/${volumeName}` },
    },
  };
  await tolerate([409], () => world.client.create(resources.volumes, volume));
  await world.client.patch(resources.volumes, { name: volumeName }, { status: { phase: 'Bound' } }, 'status');
  await tolerate([404], () =>
    world.client.patch(resources.claims, { namespace, name }, { spec: { volumeName } }),
  );
  await tolerate([404], () =>
    world.client.patch(
      resources.claims,
      { namespace, name },
      { status: { phase: 'Bound', accessModes, capacity } },
      'status',
    ),
  );
}
