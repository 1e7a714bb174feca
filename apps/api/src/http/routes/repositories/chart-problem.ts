import { AppError } from '@bowline/sync-engine/core/app-error';
import type { ChartFailure } from '@bowline/sync-engine/ports/charts';

/** What a repository of charts said, as the answer to a request that needed it. */
export function chartProblem({ code, message, hint }: ChartFailure): AppError {
  return new AppError({ code, status: code === 'chart_not_found' ? 404 : 502, message, hint });
}
