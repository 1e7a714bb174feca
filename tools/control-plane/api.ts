import { request } from 'node:https';
import type { ControlPlane } from './start.ts';

/** What the API server answered; `body` is parsed JSON. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export interface ApiCall {
  readonly method?: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
}

/** One request to a control plane as its administrator; a small client for tests and generators. */
export function callApi(
  to: Pick<ControlPlane, 'url' | 'token' | 'caPem'>,
  path: string,
  call: ApiCall = {},
): Promise<ApiAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${to.url}${path}`,
      {
        method: call.method ?? 'GET',
        ca: to.caPem,
        timeout: 30_000,
        headers: {
          authorization: `Bearer ${to.token}`,
          accept: call.accept ?? 'application/json',
          ...(call.body === undefined ? {} : { 'content-type': call.contentType ?? 'application/json' }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          try {
            resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Record<string, unknown> });
          } catch {
            reject(new Error(`${path} answered ${response.statusCode}: ${text.slice(0, 200)}`));
          }
        });
      },
    );
    sent.on('timeout', () => sent.destroy(new Error(`${path} timed out`)));
    sent.on('error', reject);
    sent.end(call.body === undefined ? undefined : JSON.stringify(call.body));
  });
}

/** Server-side apply of one object at its full path. */
export function applyAt(
  to: Pick<ControlPlane, 'url' | 'token' | 'caPem'>,
  path: string,
  object: unknown,
  options: { readonly manager: string; readonly force?: boolean; readonly dryRun?: boolean },
): Promise<ApiAnswer> {
  const query = new URLSearchParams({ fieldManager: options.manager, fieldValidation: 'Strict' });
  if (options.force === true) query.set('force', 'true');
  if (options.dryRun === true) query.set('dryRun', 'All');
  return callApi(to, `${path}?${query}`, {
    method: 'PATCH',
    contentType: 'application/apply-patch+yaml',
    body: object,
  });
}
