import type { KubeObject } from '../../core/model.ts';
import { isObject } from '../../core/schema/json.ts';

/** Documents taken apart into objects, or why one of them is no Kubernetes object. */
export type ReadManifests = { ok: true; manifests: KubeObject[] } | { ok: false; message: string };

const listDepthMax = 5;

/**
 * Turns parsed documents into manifests: lists are expanded (also lists in lists, X22), documents that are no Kubernetes
 * object at all are left out, and one that is half an object is an error (SRC-3).
 */
export function toManifests(documents: unknown[], origin: 'file' | 'tool'): ReadManifests {
  const manifests: KubeObject[] = [];
  for (const [index, document] of documents.entries()) {
    const problem = take(document, 0, index + 1);
    if (problem !== undefined) return { ok: false, message: problem };
  }
  return { ok: true, manifests };

  function take(document: unknown, depth: number, number: number): string | undefined {
    const where = `document ${number}`;
    if (!isObject(document)) return origin === 'file' ? undefined : `${where} is not an object`;
    const { apiVersion, kind, metadata } = document;
    if (apiVersion === undefined && kind === undefined && metadata === undefined) {
      return origin === 'file' ? undefined : `${where} has no apiVersion and kind`;
    }
    if (typeof apiVersion !== 'string' || apiVersion === '') return `${where} has no apiVersion`;
    if (typeof kind !== 'string' || kind === '') return `${where} has no kind`;
    if (kind.endsWith('List') && Array.isArray(document['items'])) {
      if (depth >= listDepthMax) return `${where} nests lists too deep`;
      for (const item of document['items']) {
        const problem = take(item, depth + 1, number);
        if (problem !== undefined) return problem;
      }
      return undefined;
    }
    if (!isObject(metadata)) return `${where} (${kind}) has no metadata`;
    const { name, generateName, namespace } = metadata;
    const isNamed = typeof name === 'string' && name !== '';
    const isGenerated = typeof generateName === 'string' && generateName !== '';
    if (!isNamed && !isGenerated) return `${where} (${kind}) has no metadata.name`;
    if (namespace !== undefined && namespace !== null && typeof namespace !== 'string') {
      return `${where} (${kind} ${String(name)}) has a metadata.namespace that is not text`;
    }
    for (const field of ['labels', 'annotations'] as const) {
      const problem = textMapProblem(metadata[field]);
      if (problem !== undefined) return `${where} (${kind} ${String(name)}) has metadata.${field}${problem}`;
    }
    manifests.push({ ...document, metadata: cleanMetadata(metadata, isNamed) } as KubeObject);
    return undefined;
  }
}

/** `labels:` with nothing below it is null in YAML and means none. */
function cleanMetadata(metadata: Record<string, unknown>, isNamed: boolean): Record<string, unknown> {
  const clean = Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== null));
  // Templates print `creationTimestamp: null`, and tools copy server-owned fields into files.
  delete clean['creationTimestamp'];
  return isNamed ? clean : { ...clean, name: '' };
}

function textMapProblem(map: unknown): string | undefined {
  if (map === undefined || map === null) return undefined;
  if (!isObject(map)) return ' that are not a map';
  const wrong = Object.entries(map).find(([, value]) => typeof value !== 'string' && value !== null);
  return wrong === undefined ? undefined : `.${wrong[0]} that is not text; quote it`;
}
