import { stableJson } from '@bowline/sync-engine/core/schema/json';
import type { KubeObject } from '../api/object.ts';
import type { Mirror } from '../client/mirror.ts';
import { controllerOf, isControlledBy, type Pod, type PodTemplate } from './shapes.ts';

/** The Pods an owner controls. */
export function podsOf(pods: Mirror<Pod>, owner: KubeObject): Pod[] {
  return pods.in(owner.metadata.namespace ?? '').filter((pod) => isControlledBy(pod, owner));
}

/** A Pod made from a template; `metadata` names it and adds labels. */
export function podFrom(
  template: PodTemplate,
  owner: KubeObject,
  metadata: { name?: string; generateName?: string; labels?: Record<string, string> },
): unknown {
  const { name, generateName, labels } = metadata;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(name ? { name } : { generateName }),
      namespace: owner.metadata.namespace,
      labels: { ...template.metadata?.labels, ...labels },
      annotations: template.metadata?.annotations,
      finalizers: template.metadata?.finalizers,
      ownerReferences: [controllerOf(owner)],
    },
    spec: template.spec,
  };
}

/** A short hash of any JSON value, the same for equal values whatever their key order. */
export function hashOf(value: unknown): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  const text = stableJson(value);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  const number = (low >>> 0) * 1024 + ((high ^ (high >>> 15)) & 1023);
  // The alphabet of Kubernetes hashes: no vowels, nothing that looks like another character.
  return number
    .toString(27)
    .slice(0, 10)
    .padStart(9, '0')
    .replace(/./g, (digit) => ALPHABET[Number.parseInt(digit, 27)] ?? 'x');
}

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
