import { AppError } from '@bowline/sync-engine/core/app-error';
import type { Clock } from '@bowline/sync-engine/ports/time';
import type { Database } from '../store/database.ts';
import { projectStore } from '../store/project.ts';
import { sessionStore } from '../store/session.ts';
import { tokenStore } from '../store/token.ts';
import { type Access, accessOf, type Principal, type ProjectAccess } from './access.ts';
import { hashSecret, isToken } from './secret.ts';

/** What a request brings. */
export type Credential = { kind: 'session'; id: string } | { kind: 'token'; secret: string };
export type Use = { ip: string; agent: string };

/** Looks credentials up and remembers the answer for a second; `forget` ends that at once (X36, X37). */
export type Authenticator = {
  /** Throws unauthenticated. */
  authenticate(credential: Credential, use: Use): Promise<Principal>;
  /** Again, by the name of the credential, for an open stream; null when it no longer counts. */
  check(principal: Principal): Promise<Principal | null>;
  access(principal: Principal): Promise<Access>;
  forget(): void;
};

const rememberMs = 1_000;
const touchMs = 30_000;
const rememberedMax = 10_000;

/** Nothing about a caller comes from what they sent but the credential itself. */
export function authenticator(deps: { db: Database; clock: Clock }): Authenticator {
  const { db, clock } = deps;
  const remembered = new Map<string, { principal: Principal; until: number }>();
  const touched = new Map<string, number>();
  let projects: { value: Promise<ProjectAccess[]>; until: number } | undefined;

  const find = async (kind: Credential['kind'], hash: string): Promise<Principal | null> => {
    const key = `${kind}:${hash}`;
    const known = remembered.get(key);
    const now = clock.monotonicMs();
    if (known && known.until > now && Date.parse(known.principal.expiresAt) > clock.now().getTime()) {
      return known.principal;
    }
    const principal =
      kind === 'session' ? await findSession(db, hash, clock) : await findToken(db, hash, clock);
    if (remembered.size > rememberedMax) remembered.clear();
    if (principal) remembered.set(key, { principal, until: now + rememberMs });
    else remembered.delete(key);
    return principal;
  };

  const touch = async (principal: Principal, use: Use): Promise<void> => {
    if (!principal.token) return;
    const now = clock.monotonicMs();
    if ((touched.get(principal.token.id) ?? Number.NEGATIVE_INFINITY) > now - touchMs) return;
    if (touched.size > rememberedMax) touched.clear();
    touched.set(principal.token.id, now);
    await tokenStore(db).touch(principal.token.id, {
      at: clock.now(),
      ip: use.ip,
      agent: use.agent.slice(0, 256),
    });
  };

  return {
    async authenticate(credential, use) {
      const secret = credential.kind === 'token' ? credential.secret : credential.id;
      if (credential.kind === 'token' && !isToken(secret)) throw unauthenticated();
      const principal = await find(credential.kind, hashSecret(secret));
      if (!principal) throw unauthenticated();
      await touch(principal, use);
      return principal;
    },
    check: (principal) => find(principal.token ? 'token' : 'session', principal.credential),
    async access(principal) {
      const now = clock.monotonicMs();
      if (!projects || projects.until <= now) projects = { value: loadProjects(db), until: now + rememberMs };
      try {
        return accessOf(principal, await projects.value);
      } catch (error) {
        projects = undefined;
        throw error;
      }
    },
    forget() {
      remembered.clear();
      projects = undefined;
    },
  };
}

/** 401 unauthenticated, the same for every cause. */
export function unauthenticated(): AppError {
  return new AppError({
    code: 'unauthenticated',
    status: 401,
    message: 'You are not signed in, or your session or token has ended.',
    hint: 'Sign in again, or send a valid API token.',
  });
}

async function findSession(db: Database, hash: string, clock: Clock): Promise<Principal | null> {
  const session = await sessionStore(db).find(hash, clock.now());
  if (!session) return null;
  const { user, expiresAt } = session;
  return { actor: { kind: 'user', name: user.name }, user, token: null, credential: hash, expiresAt };
}

async function findToken(db: Database, hash: string, clock: Clock): Promise<Principal | null> {
  const token = await tokenStore(db).findByHash(hash, clock.now());
  if (!token) return null;
  const actor = {
    kind: 'token' as const,
    name: `${token.owner.name}/${token.name}`,
    owner: token.owner.name,
  };
  return { actor, user: token.owner, token, credential: hash, expiresAt: token.expiresAt };
}

async function loadProjects(db: Database): Promise<ProjectAccess[]> {
  const records = await projectStore(db).all();
  return records.map((record) => ({ name: record.name, roles: record.spec.roles ?? [] }));
}
