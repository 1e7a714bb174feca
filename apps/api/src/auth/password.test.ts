import * as crypto from 'node:crypto';
import { beforeEach, expect, it, vi } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

vi.mock('node:crypto', async (load) => {
  const real = await load<typeof crypto>();
  return { ...real, scrypt: vi.fn(real.scrypt) };
});

const password = 'correct horse battery';
const stored = await hashPassword(password);

beforeEach(() => void vi.mocked(crypto.scrypt).mockClear());

it.each([
  ['the right password', password, stored, true],
  ['a wrong password', 'another', stored, false],
  ['a user who does not exist', password, null, false],
])('%s costs one derivation of the same parameters, so that time tells nothing (X35)', async (...row) => {
  const [, given, hash, isRight] = row;
  expect(await verifyPassword(given, hash)).toBe(isRight);
  const calls = vi.mocked(crypto.scrypt).mock.calls as unknown[][];
  expect(calls.map(([, , length, cost]) => ({ length, cost }))).toEqual([
    { length: 32, cost: { N: 2 ** 15, r: 8, p: 1, maxmem: 256 * 1024 * 1024 } },
  ]);
});
