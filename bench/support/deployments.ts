import type { KubeObject, ReleaseItem } from '@bowline/sync-engine/core/model';
import { keyOf } from '@bowline/sync-engine/core/resource-key';
import { applyDefaults } from '@bowline/sync-engine/core/schema/defaults';
import type { JsonObject } from '@bowline/sync-engine/core/schema/types';
import { withTracking } from '@bowline/sync-engine/core/tracking';

export const hashKey = { version: 1, key: Buffer.alloc(32, 1) };
export const tracking = { trackingName: 'default_bench', installationId: 'bench' };

type Deployments = { desired: KubeObject[]; live: KubeObject[]; base: ReleaseItem[] };

/** Deployments as a chart writes them, and live as an API server stores them: with defaults, a status and what nobody set. */
export function deployments(count: number, image: string, containers = 1): Deployments {
  const desired = Array.from({ length: count }, (_, i) => manifest(`web-${i}`, image, containers));
  const live = desired.map(stored);
  const base = desired.map((object) => ({
    key: keyOf(object),
    version: 'v1',
    manifest: object,
    wave: 0,
    hookPhases: [],
  }));
  return { desired, live, base };
}

function manifest(name: string, image: string, containers: number): KubeObject {
  const labels = { app: name, 'app.kubernetes.io/part-of': 'shop' };
  return withTracking(
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: 'bench', labels },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels },
          spec: {
            containers: Array.from({ length: containers }, (_, i) => ({
              name: i === 0 ? 'web' : `web-${i}`,
              image,
              ports: [{ name: 'http', containerPort: 8080 }],
              env: [
                { name: 'LOG_LEVEL', value: 'info' },
                { name: 'REGION', value: 'north' },
              ],
              resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
              readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
            })),
          },
        },
      },
    },
    tracking,
  );
}

function stored(object: KubeObject): KubeObject {
  const gvk = { group: 'apps', version: 'v1', kind: 'Deployment' };
  const full = applyDefaults(gvk, structuredClone(object) as unknown as JsonObject) as unknown as KubeObject;
  return {
    ...full,
    metadata: { ...full.metadata, uid: `uid-${object.metadata.name}`, resourceVersion: '1', generation: 1 },
    status: {
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
    },
  };
}
