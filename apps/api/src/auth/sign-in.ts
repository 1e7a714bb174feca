import { createHash } from 'node:crypto';
import { AppError } from '@bowline/sync-engine/core/app-error';
import type { Clock } from '@bowline/sync-engine/ports/time';
import { auditStore } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { loginAttemptStore } from '../store/login-attempt.ts';
import { sessionStore } from '../store/session.ts';
import { type UserRecord, userStore } from '../store/user.ts';
import { verifyPassword } from './password.ts';
import { hashSecret, newSessionId } from './secret.ts';

export type SignInLimits = { perAccount: number; perAddress: number; sessionHours: number };
export type SignInInput = {
  username: string;
  password: string;
  ip: string;
  agent: string;
  requestId: string;
};
export type SignedIn = { sessionId: string; hash: string; user: UserRecord; expiresAt: string };

const windowMs = 15 * 60_000;
const lockMs = 5 * 60_000;

/**
 * Checks a password and opens a session. Every attempt is counted before the password is looked at, per address and per
 * account name, existing or not (X34); every failure takes the same time and says the same (X35). Throws login_throttled,
 * login_failed.
 */
export async function signIn(
  deps: { db: Database; clock: Clock; limits: SignInLimits },
  input: SignInInput,
): Promise<SignedIn> {
  await countAttempt(deps, input.username, input.ip);
  const found = await userStore(deps.db).findWithHash(input.username);
  const isRight = await verifyPassword(input.password, found?.passwordHash ?? null);
  const user = found?.user;
  if (!user || !isRight || user.isDisabled) {
    await recordFailure(deps.db, input);
    throw loginFailed();
  }
  return openSession(deps, user, input);
}

/** Counts one guess at this account's password. Throws login_throttled. */
export async function countAttempt(
  deps: { db: Database; limits: SignInLimits },
  username: string,
  ip: string,
): Promise<void> {
  const attempts = loginAttemptStore(deps.db);
  const waits = await Promise.all([
    attempts.begin({ key: `ip:${ip}`, countMax: deps.limits.perAddress, windowMs, lockMs }),
    attempts.begin({ key: accountKey(username), countMax: deps.limits.perAccount, windowMs, lockMs }),
  ]);
  const waitMs = Math.max(...waits);
  if (waitMs > 0) throw loginThrottled(waitMs);
}

/** Name under which attempts at an account are counted: bounded, whatever was typed. */
export function accountKey(username: string): string {
  return `account:${createHash('sha256').update(username.normalize('NFKC').toLowerCase()).digest('base64url')}`;
}

/** 401 login_failed: the same for an unknown user, a wrong password and a disabled user. */
export function loginFailed(): AppError {
  return new AppError({
    code: 'login_failed',
    status: 401,
    message: 'The user name or the password is wrong.',
    hint: 'Check both. An administrator can reset the password.',
  });
}

function loginThrottled(waitMs: number): AppError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new AppError({
    code: 'login_throttled',
    status: 429,
    message: 'There were too many attempts to sign in.',
    hint: `Try again in ${Math.ceil(seconds / 60)} minutes.`,
    data: { retryAfterSeconds: seconds },
  });
}

async function openSession(
  { db, clock, limits }: { db: Database; clock: Clock; limits: SignInLimits },
  user: UserRecord,
  input: SignInInput,
): Promise<SignedIn> {
  const sessionId = newSessionId();
  const hash = hashSecret(sessionId);
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + limits.sessionHours * 3_600_000);
  await db.transaction(async (tx) => {
    await sessionStore(tx).create({
      hash,
      userId: user.id,
      ip: input.ip,
      agent: input.agent.slice(0, 256),
      expiresAt,
    });
    await userStore(tx).update(user.id, { lastLoginAt: now });
    await loginAttemptStore(tx).forget(accountKey(user.name));
    await auditStore(tx).append({
      actor: { kind: 'user', name: user.name },
      action: 'session.create',
      object: { kind: 'User', project: null, name: user.name },
      outcome: 'succeeded',
      ip: input.ip,
      requestId: input.requestId,
    });
  });
  return { sessionId, hash, user, expiresAt: expiresAt.toISOString() };
}

async function recordFailure(db: Database, input: SignInInput): Promise<void> {
  await auditStore(db).append({
    actor: { kind: 'user', name: input.username },
    action: 'session.create',
    object: { kind: 'User', project: null, name: input.username },
    outcome: 'denied',
    message: 'wrong user name or password',
    ip: input.ip,
    requestId: input.requestId,
  });
}
