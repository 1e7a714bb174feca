import type { ApplicationSpec, IgnoreRule } from '@bowline/sync-engine/core/model';
import type { Context } from './context.ts';

/** Differences that are ignored in an Application: what the installation ignores everywhere, then its own rules (DIFF-2). */
export function ignoredIn(
  ctx: Pick<Context, 'installation'>,
  spec: Pick<ApplicationSpec, 'ignoreDifferences'>,
): IgnoreRule[] {
  return [...ctx.installation.comparison.ignore, ...(spec.ignoreDifferences ?? [])];
}
