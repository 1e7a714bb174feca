import { ApiError } from '@bowline/contract/client';
import { expect, it } from 'vitest';
import { stateOfFailure } from './session-state.ts';

const refusal = (status: number, code: string, detail: string) =>
  new ApiError({ type: '', title: code, status, code, detail, hint: '', requestId: 'req_1' });

it.each([
  [
    'no answer',
    refusal(0, 'network_error', 'The Bowline API did not answer.'),
    { detail: '', requestId: '' },
  ],
  ['an answer too late', new DOMException('late', 'TimeoutError'), { detail: '', requestId: '' }],
  [
    'an answer with trouble',
    refusal(503, 'unavailable', 'The database does not answer.'),
    { detail: 'The database does not answer.', requestId: 'req_1' },
  ],
])('tells %s in its own words or in none', (_, error, expected) => {
  expect(stateOfFailure(error)).toEqual({ kind: 'unavailable', ...expected });
});

it('knows who is not signed in', () => {
  expect(stateOfFailure(refusal(401, 'unauthenticated', ''))).toEqual({ kind: 'signed-out' });
});
