import { createHmac } from 'node:crypto';
import { isSameSecret } from '../../../auth/secret.ts';

type Header = (name: string) => string | undefined;

/** What a delivery says, reduced to a hint: spellings of a repository's URL and a ref (X68). */
export type Push = { urls: string[]; ref: string | null };

/** How one provider signs and words its deliveries. */
export type Provider = {
  /** Whether the raw body carries the signature that this secret makes. Constant time; no header is no signature. */
  isSignedWith(secret: string, body: Buffer, header: Header): boolean;
  /** The provider's own id of the delivery, where it has one. */
  deliveryId(header: Header): string | undefined;
  /** null: an event that moves nothing, e.g. a ping. */
  read(payload: unknown, header: Header): Push | null;
};

export const providers: Record<'github' | 'gitlab' | 'gitea' | 'generic', Provider> = {
  github: {
    isSignedWith: (secret, body, header) => hasDigest(header('x-hub-signature-256'), 'sha256=', secret, body),
    deliveryId: (header) => header('x-github-delivery'),
    read: (payload, header) =>
      ['push', 'create', 'delete', undefined].includes(header('x-github-event')) ? readForge(payload) : null,
  },
  gitea: {
    isSignedWith: (secret, body, header) => hasDigest(header('x-gitea-signature'), '', secret, body),
    deliveryId: (header) => header('x-gitea-delivery'),
    read: (payload, header) =>
      ['push', 'create', 'delete', undefined].includes(header('x-gitea-event')) ? readForge(payload) : null,
  },
  // GitLab sends the secret itself instead of a signature.
  gitlab: {
    isSignedWith(secret, _, header) {
      const token = header('x-gitlab-token');
      return token !== undefined && token !== '' && isSameSecret(token, secret);
    },
    deliveryId: (header) => header('x-gitlab-event-uuid') ?? header('idempotency-key'),
    read(payload, header) {
      const event = header('x-gitlab-event');
      return event === undefined || /^(Push|Tag Push|System) Hook$/.test(event) ? readForge(payload) : null;
    },
  },
  generic: {
    isSignedWith: (secret, body, header) => hasDigest(header('x-bowline-signature'), 'sha256=', secret, body),
    deliveryId: (header) => header('x-bowline-delivery'),
    read(payload) {
      const url = text(field(payload, 'repository')) ?? text(field(payload, 'url'));
      return url === undefined ? null : { urls: [url], ref: refOf(payload) };
    },
  },
};

function hasDigest(header: string | undefined, prefix: string, secret: string, body: Buffer): boolean {
  if (!header?.startsWith(prefix)) return false;
  const given = header.slice(prefix.length).toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(given)) return false;
  return isSameSecret(given, createHmac('sha256', secret).update(body).digest('hex'));
}

const urlFields = [
  'clone_url',
  'ssh_url',
  'html_url',
  'git_url',
  'git_http_url',
  'git_ssh_url',
  'web_url',
  'url',
  'homepage',
];

// GitHub and Gitea name it `repository`, GitLab `project` too. Anything may be missing or of another type (X66).
function readForge(payload: unknown): Push | null {
  const objects = [field(payload, 'repository'), field(payload, 'project')];
  const urls = objects.flatMap((object) => urlFields.map((name) => text(field(object, name))));
  const found = [...new Set(urls.filter((url) => url !== undefined))];
  return found.length === 0 ? null : { urls: found, ref: refOf(payload) };
}

function refOf(payload: unknown): string | null {
  const ref = text(field(payload, 'ref'));
  if (ref === undefined) return null;
  if (ref.startsWith('refs/')) return ref;
  return `refs/${field(payload, 'ref_type') === 'tag' ? 'tags' : 'heads'}/${ref}`;
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 2048 ? value : undefined;
}
