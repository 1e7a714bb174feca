import { badRequest } from './errors.ts';
import { isJsonObject, type JsonObject } from './object.ts';
import type { ApiRequest } from './request.ts';

/** Options of a create, update or patch, from the query string. */
export interface WriteOptions {
  dryRun: boolean;
  fieldManager: string;
  hasExplicitManager: boolean;
  fieldValidation: 'Strict' | 'Warn' | 'Ignore';
  force: boolean;
  user: string;
  /** Collected for `Warning:` headers. */
  warnings: string[];
}

export interface DeleteOptions {
  dryRun: boolean;
  gracePeriodSeconds: number | undefined;
  propagation: 'Foreground' | 'Background' | 'Orphan' | undefined;
  preconditions: { uid?: string; resourceVersion?: string };
}

export function writeOptions(request: ApiRequest): WriteOptions {
  const { query } = request;
  const validation = query.get('fieldValidation') ?? 'Warn';
  if (validation !== 'Strict' && validation !== 'Warn' && validation !== 'Ignore') {
    throw badRequest(
      `fieldValidation: Unsupported value: "${validation}": supported values: "Ignore", "Strict", "Warn"`,
    );
  }
  const manager = query.get('fieldManager') ?? '';
  if (manager.length > 128) throw badRequest('fieldManager: Too long: may not be more than 128 bytes');
  return {
    dryRun: isDryRun(query.getAll('dryRun')),
    fieldManager: manager || request.userAgent.split('/')[0] || 'unknown',
    hasExplicitManager: manager !== '',
    fieldValidation: validation,
    force: query.get('force') === 'true' || query.get('force') === '1',
    user: request.user,
    warnings: [],
  };
}

/** Options of a deletion, from the query string and the DeleteOptions in the body (which wins). */
export function deleteOptions(request: ApiRequest, body: unknown): DeleteOptions {
  const { query } = request;
  const sent: JsonObject = isJsonObject(body) ? body : {};
  const grace = sent.gracePeriodSeconds ?? query.get('gracePeriodSeconds') ?? undefined;
  let propagation = sent.propagationPolicy ?? query.get('propagationPolicy') ?? undefined;
  if (sent.orphanDependents === true || query.get('orphanDependents') === 'true') propagation = 'Orphan';
  if (propagation !== undefined && !/^(Foreground|Background|Orphan)$/.test(String(propagation))) {
    throw badRequest(`propagationPolicy: Unsupported value: "${String(propagation)}"`);
  }
  return {
    dryRun: isDryRun([
      ...query.getAll('dryRun'),
      ...(Array.isArray(sent.dryRun) ? sent.dryRun.map(String) : []),
    ]),
    gracePeriodSeconds: grace === undefined ? undefined : Number(grace),
    propagation: propagation as DeleteOptions['propagation'],
    preconditions: isJsonObject(sent.preconditions) ? sent.preconditions : {},
  };
}

function isDryRun(values: string[]): boolean {
  if (values.some((value) => value !== '' && value !== 'All')) {
    throw badRequest(`dryRun: Unsupported value: "${values.join(',')}": supported values: "All"`);
  }
  return values.includes('All');
}
