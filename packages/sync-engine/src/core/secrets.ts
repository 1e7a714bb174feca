import { createHmac } from 'node:crypto';
import { annotationOf } from './annotations.ts';
import type { KubeObject } from './model.ts';

/** Key under which Secret values are hashed. Rotating the envelope key never changes it. */
export type HashKey = { version: number; key: Buffer };

export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** True for a core Secret. */
export function isSecret(object: { apiVersion: string; kind: string }): boolean {
  return object.kind === 'Secret' && object.apiVersion === 'v1';
}

const masked = /^hmac:\d+:[0-9a-f]{16}:\d+$/;

/** `hmac:<key version>:<16 hex>:<length in bytes>`; equal values give equal text. */
export function maskValue(value: Buffer, key: HashKey): string {
  const hash = createHmac('sha256', key.key).update(value).digest('hex').slice(0, 16);
  return `hmac:${key.version}:${hash}:${value.length}`;
}

/**
 * A Secret whose values stand as keyed hashes, `stringData` folded into `data` (B22), the last-applied annotation masked
 * whole. Any other object is returned as it is. Masking a masked object changes nothing; the input is never changed.
 */
export function maskObject(object: KubeObject, key: HashKey): KubeObject {
  if (!isSecret(object)) return object;
  const { stringData, data, ...rest } = object;
  const out: KubeObject = { ...rest };
  if (isRecord(data) || isRecord(stringData)) {
    const values = new Map<string, string>();
    if (isRecord(data))
      for (const [name, value] of Object.entries(data)) values.set(name, maskData(value, key));
    if (isRecord(stringData)) {
      for (const [name, value] of Object.entries(stringData)) values.set(name, maskText(value, key));
    }
    // fromEntries defines own properties, so a key named __proto__ stays a key.
    out.data = Object.fromEntries(values);
  } else if (data !== undefined && data !== null) {
    // Not the shape of a Secret at all: nothing of it may be shown.
    out.data = { '': maskText(data, key) };
  }
  const lastApplied = annotationOf(object, lastAppliedAnnotation);
  if (lastApplied !== undefined && !masked.test(lastApplied)) {
    const annotations = { ...object.metadata.annotations };
    annotations[lastAppliedAnnotation] = maskValue(Buffer.from(lastApplied), key);
    out.metadata = { ...object.metadata, annotations };
  }
  return out;
}

/**
 * A Secret with its `stringData` in `data`, as the server stores it. Applied as it is written, the server would keep a key
 * that is later taken out of `stringData`, for nobody owns it in `data`. Values that are no text are left for the server to refuse.
 */
export function foldStringData(object: KubeObject): KubeObject {
  if (!isSecret(object) || !isRecord(object.stringData)) return object;
  const entries = Object.entries(object.stringData);
  const isFit = isRecord(object.data) || object.data === undefined || object.data === null;
  if (!isFit || !entries.every(([, value]) => typeof value === 'string')) return object;
  const { stringData: _, data, ...rest } = object;
  const folded = entries.map(([name, value]) => [name, Buffer.from(String(value)).toString('base64')]);
  // fromEntries defines own properties, so a key named __proto__ stays a key.
  return { ...rest, data: Object.fromEntries([...Object.entries(data ?? {}), ...folded]) };
}

/** A colon is no base64, so in `data` a mask cannot be confused with a value; in `stringData` it could, and is hashed. */
function maskData(value: unknown, key: HashKey): string {
  if (typeof value !== 'string') return maskText(value, key);
  if (masked.test(value)) return value;
  return maskValue(isBase64(value) ? Buffer.from(value, 'base64') : Buffer.from(value), key);
}

function maskText(value: unknown, key: HashKey): string {
  if (value === null || value === undefined) return maskValue(Buffer.alloc(0), key);
  return maskValue(
    Buffer.from(typeof value === 'string' ? value : (JSON.stringify(value, digits) ?? '')),
    key,
  );
}

/** An integer beyond what a number holds is read as bigint, which JSON.stringify refuses. */
function digits(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** As the API server reads it: line breaks are allowed inside, padding is required. */
function isBase64(text: string): boolean {
  const body = text.replace(/[\r\n]/g, '');
  return body.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(body);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
