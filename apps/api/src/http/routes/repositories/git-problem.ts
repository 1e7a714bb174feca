import type { GitFailure } from '@bowline/sync-engine/ports/git';
import { AppError } from '@bowline/sync-engine/core/app-error';

const statuses: Record<string, number> = {
  git_revision_not_found: 404,
  git_path_not_found: 404,
  git_timeout: 504,
};

/** What git said, as the answer to a request that needed it. */
export function gitProblem(failure: GitFailure): AppError {
  return new AppError({
    code: failure.code,
    status: statuses[failure.code] ?? 502,
    message: failure.message,
    hint: failure.hint,
  });
}
