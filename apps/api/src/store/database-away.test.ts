import { expect, it } from 'vitest';
import { orUnavailable } from './database-away.ts';
import { Prisma } from './generated/client.ts';

const prisma = (code: string, postgres?: string, message = '') =>
  new Prisma.PrismaClientKnownRequestError(message, {
    code,
    clientVersion: '',
    ...(postgres === undefined ? {} : { meta: { driverAdapterError: { cause: { code: postgres } } } }),
  });

it.each([
  ['not reached', prisma('P1001'), 'unavailable'],
  ['closed', prisma('P1017'), 'unavailable'],
  ['not in time', prisma('P1008'), 'unavailable'],
  ['no connection is free', new Error('timeout exceeded when trying to connect'), 'unavailable'],
  ['no connection is made', new Error('Connection terminated due to connection timeout'), 'unavailable'],
  [
    'no connection for a transaction',
    prisma('P2028', undefined, 'Transaction API error: Unable to start a transaction in the given time.'),
    'unavailable',
  ],
  ['a transaction that took too long', prisma('P2028', undefined, 'Transaction API error'), undefined],
  ['starting', prisma('P2039', '57P03'), 'unavailable'],
  ['an error of a statement', prisma('P2039', '22012'), undefined],
  ['a broken constraint', prisma('P2002'), undefined],
  ['our bug', new TypeError('x'), undefined],
])('%s: %s', (_name, error, code) => {
  const answer = orUnavailable(error);
  if (code === undefined) expect(answer).toBe(error);
  else expect(answer).toMatchObject({ code, status: 503, cause: error });
});
