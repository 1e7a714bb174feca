import type { ApplicationRecord } from '../store/application.ts';
import type { Context } from './context.ts';
import { type Inspection, inspectApplication } from './inspect-application.ts';

/** The Application as it is now, from what is watched and rendered already: no remote is asked, nothing is saved. */
export function lookAgain(
  ctx: Context,
  application: ApplicationRecord,
  pinned?: string[],
): Promise<Inspection> {
  return inspectApplication(ctx, {
    application,
    release: application.status.release?.number ?? null,
    mode: 'normal',
    notBeforeMs: Number.NEGATIVE_INFINITY,
    ...(pinned ? { pinned } : {}),
  });
}
