import { ApiError, type CallOutput } from '@bowline/contract/client';

export type SessionInfo = CallOutput<'getSession'>;
export type SessionState =
  | { kind: 'signed-in'; session: SessionInfo }
  | { kind: 'signed-out' }
  | {
      kind: 'unavailable';
      /** The API's own words; '' when it did not answer at all. */
      detail: string;
      requestId: string;
    };

/** What a failed question for the session means. */
export function stateOfFailure(error: unknown): SessionState {
  const problem = error instanceof ApiError ? error.problem : null;
  if (problem === null || problem.code === 'network_error')
    return { kind: 'unavailable', detail: '', requestId: '' };
  const { status, detail, requestId } = problem;
  return status === 401 ? { kind: 'signed-out' } : { kind: 'unavailable', detail, requestId };
}
