import { CORE_SCHEMA, loadAll } from 'js-yaml';
import { badRequest, unsupportedMediaType } from './errors.ts';
import type { Stored } from './store.ts';

/** A request as both doors (HTTP and in-process) hand it to the API. */
export interface ApiRequest {
  method: string;
  /** Decoded path without the query. */
  path: string;
  query: URLSearchParams;
  accept: string;
  contentType: string;
  userAgent: string;
  user: string;
  /** Text as it came over HTTP, or an object from an in-process client. */
  body: unknown;
}

export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: () => unknown;
  /** The JSON of `object`, kept where many watchers share it. */
  text: () => string;
}

export interface WatchSink {
  event(event: WatchEvent): void;
  end(): void;
}

export type ReplyBody =
  | { kind: 'json'; value: () => unknown; text: () => string; contentType?: string }
  | { kind: 'text'; text: string; contentType: string }
  | { kind: 'watch'; open: (sink: WatchSink) => () => void };

export interface Reply {
  status: number;
  warnings: string[];
  body: ReplyBody;
}

/** What a resource path names. */
export interface Target {
  group: string;
  version: string;
  plural: string;
  namespace?: string;
  name?: string;
  subresource?: string;
}

/** A plain JSON answer. */
export function json(status: number, value: unknown, warnings: string[] = []): Reply {
  return { status, warnings, body: { kind: 'json', value: () => value, text: () => JSON.stringify(value) } };
}

/** The resource a path names; undefined for discovery, OpenAPI and health paths. */
export function parseTarget(path: string): Target | undefined {
  const steps = path.split('/').filter((step) => step !== '');
  const isCore = steps[0] === 'api';
  if (!isCore && steps[0] !== 'apis') return undefined;
  const [group, version] = isCore ? ['', steps[1]] : [steps[1], steps[2]];
  const rest = steps.slice(isCore ? 2 : 3);
  if (group === undefined || version === undefined || rest.length === 0) return undefined;
  const base = { group, version };
  const ofNamespaceItself =
    rest.length <= 2 || (rest.length === 3 && /^(status|finalize)$/.test(rest[2] ?? ''));
  if (rest[0] !== 'namespaces' || (isCore && ofNamespaceItself)) {
    const [plural = '', name, ...sub] = rest;
    return { ...base, plural, name, subresource: sub.length > 0 ? sub.join('/') : undefined };
  }
  const [, namespace, plural, name, ...sub] = rest;
  if (plural === undefined) return undefined;
  return { ...base, namespace, plural, name, subresource: sub.length > 0 ? sub.join('/') : undefined };
}

/** The media type of a Content-Type header, without parameters. */
export function mediaType(header: string): string {
  return (header.split(';')[0] ?? '').trim().toLowerCase();
}

/** Parses a JSON or YAML body; throws 400 or 415. */
export function parseBody(request: ApiRequest): unknown {
  const { body } = request;
  if (typeof body !== 'string') return body;
  if (body.trim() === '') return undefined;
  const type = mediaType(request.contentType);
  if (type === '' || type.endsWith('json')) return parseJson(body);
  if (type.endsWith('yaml')) return body.trimStart().startsWith('{') ? parseJson(body) : parseYaml(body);
  throw unsupportedMediaType(type);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${(error as Error).message}`);
  }
}

function parseYaml(text: string): unknown {
  try {
    return loadAll(text, { schema: CORE_SCHEMA }).find((document) => document !== null);
  } catch (error) {
    throw badRequest(`error decoding YAML: ${(error as Error).message}`);
  }
}

/** The JSON of a stored object without apiVersion and kind; computed once per stored version. */
export function storedText(stored: Stored): string {
  if (stored.text === undefined) {
    const { apiVersion: _version, kind: _kind, ...rest } = stored.object;
    stored.text = JSON.stringify(rest);
  }
  return stored.text;
}
