import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** API tokens begin with this, so that scanners find leaked ones (X36). */
export const tokenPrefix = 'bow_';
const tokenPattern = /^bow_[A-Za-z0-9_-]{43}$/;

/** A random bearer secret of 256 bits. */
export function newToken(): string {
  return tokenPrefix + randomBytes(32).toString('base64url');
}

export function isToken(text: string): boolean {
  return tokenPattern.test(text);
}

/** A random session id of 256 bits. */
export function newSessionId(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a random secret: it has too many bits for a slower hash to matter. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Compares in constant time, whatever the lengths. */
export function isSameSecret(a: string, b: string): boolean {
  const left = createHash('sha256').update(a).digest();
  return timingSafeEqual(left, createHash('sha256').update(b).digest());
}
