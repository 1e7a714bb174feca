import type { KubeObject } from '../../core/model.ts';
import { isObject } from '../../core/schema/json.ts';

/** What is said of a document; `document` counts from 0. */
export type Remark = { message: string; document: number };

/** Documents taken apart into objects, or why one of them is no Kubernetes object. */
export type ReadManifests =
  | { ok: true; manifests: KubeObject[]; warnings: Remark[] }
  | ({ ok: false } & Remark);

export type ReadOptions = {
  /** A `file` may hold documents that are something else; what a `tool` prints is meant to be applied. */
  origin: 'file' | 'tool';
  /** As `RenderRequest.objects`. */
  objects: 'checked' | 'as-printed';
};

const listDepthMax = 5;

/**
 * Turns parsed documents into manifests: lists are expanded (also lists in lists, X22), documents that are no Kubernetes
 * object at all are left out, and one that is half an object is an error (SRC-3). As printed, what a tool says stays, and so
 * does a file's object that only lacks a name, with a warning.
 */
export function toManifests(documents: unknown[], { origin, objects }: ReadOptions): ReadManifests {
  const manifests: KubeObject[] = [];
  const warnings: Remark[] = [];
  for (const [index, document] of documents.entries()) {
    const problem = take(document, 0, index);
    if (problem !== undefined) return { ok: false, message: problem, document: index };
  }
  return { ok: true, manifests, warnings };

  function take(document: unknown, depth: number, index: number): string | undefined {
    const where = `document ${index + 1}`;
    const warn = (message: string) => warnings.push({ message: `${where} ${message}`, document: index });
    const isPrinted = objects === 'as-printed' && origin === 'tool';
    if (!isObject(document)) {
      if (isPrinted) warn('is not an object; it is left out');
      return isPrinted || origin === 'file' ? undefined : `${where} is not an object`;
    }
    const { apiVersion, kind, metadata } = document;
    const isOther = apiVersion === undefined && kind === undefined && metadata === undefined;
    if (isOther && origin === 'file') return undefined;
    if (isListOf(document)) {
      if (depth >= listDepthMax) return `${where} nests lists too deep`;
      for (const item of document.items ?? []) {
        const problem = take(item, depth + 1, index);
        if (problem !== undefined) return problem;
      }
      return undefined;
    }
    const defect = defectOf(document);
    const isTyped = isText(apiVersion) && isText(kind);
    if (defect !== undefined && !isPrinted && (objects === 'checked' || !isTyped))
      return `${where} ${defect}`;
    if (defect !== undefined) warn(`${defect}: the cluster refuses it`);
    manifests.push((objects === 'checked' ? cleaned(document) : document) as KubeObject);
    return undefined;
  }
}

/** Whether an object can be addressed: apiVersion, kind and a name are text. */
export function isIdentified(object: KubeObject): boolean {
  return defectOf(object) === undefined && object.metadata.name !== '' && object.metadata.name !== undefined;
}

/** A loop of a template that prints no item leaves `items:` with nothing below it: an empty list, as for kubectl. */
function isListOf(document: Record<string, unknown>): document is { items?: unknown[] | null } {
  const { apiVersion, kind, items } = document;
  if (!isText(apiVersion) || !isText(kind) || !kind.endsWith('List')) return false;
  return Array.isArray(items) || items === null || (kind === 'List' && items === undefined);
}

/** What keeps a map from being a Kubernetes object, as the end of a sentence; undefined for one that is whole. */
function defectOf(document: Record<string, unknown>): string | undefined {
  const { apiVersion, kind, metadata } = document;
  if (!isText(apiVersion)) return 'has no apiVersion';
  if (!isText(kind)) return 'has no kind';
  if (!isObject(metadata)) return `(${kind}) has no metadata`;
  const { name, generateName, namespace } = metadata;
  if (!isText(name) && !isText(generateName)) return `(${kind}) has no metadata.name`;
  if (namespace !== undefined && namespace !== null && typeof namespace !== 'string')
    return `(${kind} ${String(name)}) has a metadata.namespace that is not text`;
  for (const field of ['labels', 'annotations'] as const) {
    const problem = textMapProblem(metadata[field]);
    if (problem !== undefined) return `(${kind} ${String(name)}) has metadata.${field}${problem}`;
  }
  return undefined;
}

/** `labels:` with nothing below it is null in YAML and means none; a generated object gets an empty name. */
function cleaned(document: Record<string, unknown>): Record<string, unknown> {
  const metadata = document['metadata'] as Record<string, unknown>; // an object without defect has one
  const clean = Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== null));
  // Templates print `creationTimestamp: null`, and tools copy server-owned fields into files.
  delete clean['creationTimestamp'];
  return { ...document, metadata: isText(clean['name']) ? clean : { ...clean, name: '' } };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function textMapProblem(map: unknown): string | undefined {
  if (map === undefined || map === null) return undefined;
  if (!isObject(map)) return ' that are not a map';
  const wrong = Object.entries(map).find(([, value]) => typeof value !== 'string' && value !== null);
  return wrong === undefined ? undefined : `.${wrong[0]} that is not text; quote it`;
}
