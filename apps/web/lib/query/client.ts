import { ApiError } from '@bowline/contract/client';
import { QueryClient } from '@tanstack/react-query';

/** Query defaults: data stays while it is fetched again, refusals are not repeated, the stream says when something moved. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        placeholderData: (previous: unknown) => previous,
        retry: (failures, error) => failures < 2 && isTransient(error),
        retryDelay: (failures) => Math.min(8000, 500 * 2 ** failures),
      },
      mutations: { retry: false },
    },
  });
}

/** Whether asking again can help: no answer, or the server's own trouble. */
export function isTransient(error: unknown): boolean {
  return error instanceof ApiError && (error.problem.status === 0 || error.problem.status >= 500);
}
