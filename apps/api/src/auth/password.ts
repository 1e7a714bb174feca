import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { AppError } from '@bowline/sync-engine/core/app-error';

const cost = { logN: 15, r: 8, p: 1 };
const hashBytes = 32;
const saltBytes = 16;

/** scrypt with its parameters: `scrypt$<log2 N>$<r>$<p>$<salt>$<hash>`, base64url. Takes some 60 ms. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await derive(password, salt, cost);
  return ['scrypt', cost.logN, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join(
    '$',
  );
}

/** Takes the same time whether the hash is a user's or, for null, of no user at all (X35). */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, logN, r, p, salt, hash] = (stored ?? nobody).split('$');
  const wanted = Buffer.from(hash ?? '', 'base64url');
  const parameters = { logN: Number(logN), r: Number(r), p: Number(p) };
  const found = await derive(password, Buffer.from(salt ?? '', 'base64url'), parameters);
  const isEqual = found.length === wanted.length && timingSafeEqual(found, wanted);
  return isEqual && stored !== null;
}

/** Throws password_too_weak. Length is what counts; names and runs of one character are refused. */
export function checkPassword(password: string, userName: string): void {
  const text = password.normalize('NFKC').toLowerCase();
  const isWeak =
    [...text].length < 12 ||
    new Set(text).size < 5 ||
    (userName.length > 3 && text.includes(userName.toLowerCase()));
  if (!isWeak) return;
  throw new AppError({
    code: 'password_too_weak',
    status: 400,
    message: 'This password is too easy to guess.',
    hint: 'Use at least 12 characters, not only a few different ones, and not the user name.',
  });
}

/** A random password that can be read out: 5 groups of 5, some 110 bits. */
export function randomPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const groups = Array.from({ length: 5 }, () =>
    Array.from({ length: 5 }, () => letters[unbiased(letters.length)]).join(''),
  );
  return groups.join('-');
}

function unbiased(below: number): number {
  const limit = 256 - (256 % below);
  for (;;) {
    const [byte = 0] = randomBytes(1);
    if (byte < limit) return byte % below;
  }
}

// A hash nobody has the password of: the work of a user who does not exist.
const nobody = `scrypt$${cost.logN}$${cost.r}$${cost.p}$${randomBytes(saltBytes).toString('base64url')}$${randomBytes(hashBytes).toString('base64url')}`;

function derive(password: string, salt: Buffer, { logN, r, p }: typeof cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N: 2 ** logN, r, p, maxmem: 256 * 1024 * 1024 };
    scrypt(password.normalize('NFKC'), salt, hashBytes, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
