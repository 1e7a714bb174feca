import { csrfHeader } from '@bowline/contract/session-cookie';
import { CliFailure } from '../failure.ts';
import { loadContexts, type StoredContext, type StoredCredential } from './contexts.ts';

/** Where requests go and with which credential. `context` is '' when the environment or options name everything. */
export type Connection = {
  url: string;
  credential: StoredCredential;
  context: string;
  project: string | undefined;
};
export type ConnectionOptions = { url?: string; token?: string; context?: string };

type Env = Record<string, string | undefined>;

/** Options beat the environment (BOWLINE_URL, BOWLINE_TOKEN, BOWLINE_CONTEXT), which beats the stored context. */
export function findConnection(env: Env, options: ConnectionOptions): Connection {
  const url = options.url ?? env.BOWLINE_URL;
  const token = options.token ?? env.BOWLINE_TOKEN;
  const stored = findContext(env, options.context ?? env.BOWLINE_CONTEXT);
  const target = url || stored?.context.url;
  if (!target) {
    throw new CliFailure('You are not signed in to a Bowline.', {
      code: 'unauthenticated',
      hint: 'Run `bowline login URL`, or set BOWLINE_URL and BOWLINE_TOKEN.',
    });
  }
  const base = parseUrl(target);
  if (token) return { url: base, credential: { kind: 'token', token }, context: '', project: undefined };
  // A stored credential goes to the server it was given for and to no other.
  if (stored && parseUrl(stored.context.url) === base) {
    const { credential, project } = stored.context;
    return { url: base, credential, context: stored.name, project };
  }
  throw new CliFailure(`There is no credential for ${base}.`, {
    code: 'unauthenticated',
    hint: `Run \`bowline login ${base}\`, or set BOWLINE_TOKEN.`,
  });
}

function findContext(
  env: Env,
  wanted: string | undefined,
): { name: string; context: StoredContext } | undefined {
  const file = loadContexts(env);
  const name = wanted || file.current;
  const context = file.contexts[name];
  if (context) return { name, context };
  if (!wanted) return undefined;
  const known = Object.keys(file.contexts).join(', ') || 'none';
  throw new CliFailure(`There is no context "${wanted}".`, { hint: `Known contexts: ${known}.` });
}

/** Origin of a server address; `host:port` alone means https, except on loopback. */
export function parseUrl(text: string): string {
  const isBare = !/^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const isLoopback = /^(localhost|127\.|\[::1\])/i.test(text);
  const written = isBare ? `${isLoopback ? 'http' : 'https'}://${text}` : text;
  let url: URL;
  try {
    url = new URL(written);
  } catch {
    throw new CliFailure(`"${text}" is not a URL.`, { hint: 'For example https://bowline.example.com' });
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new CliFailure(`"${text}" is not an http or https URL.`);
  if (url.username !== '' || url.password !== '')
    throw new CliFailure('The URL must not hold a user name or password.', {
      hint: 'Give them by --username and --password-stdin.',
    });
  return (url.origin + url.pathname).replace(/\/+$/, '');
}

/** Headers that carry a credential. */
export function authHeaders(credential: StoredCredential): Record<string, string> {
  return credential.kind === 'token'
    ? { authorization: `Bearer ${credential.token}` }
    : { cookie: `${credential.cookie}=${credential.id}`, [csrfHeader]: '1' };
}
