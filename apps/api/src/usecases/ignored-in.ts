import { type ServerDiff, serverDiffOf } from '@bowline/sync-engine/core/diff/comparison-settings';
import type { ApplicationSpec, IgnoreRule } from '@bowline/sync-engine/core/model';
import type { Context } from './context.ts';

/** Differences that are ignored in an Application: what the installation ignores everywhere, then its own rules (DIFF-2). */
export function ignoredIn(
  ctx: Pick<Context, 'installation'>,
  spec: Pick<ApplicationSpec, 'ignoreDifferences'>,
): IgnoreRule[] {
  return [...ctx.installation.comparison.ignore, ...(spec.ignoreDifferences ?? [])];
}

/** Whether the API server is asked in comparing an Application: its annotation `compare-options` beats the installation (DIFF-1). */
export function serverDiffIn(
  ctx: Pick<Context, 'installation'>,
  annotations: Record<string, string> | undefined,
): ServerDiff {
  const metadata = { name: '', ...(annotations ? { annotations } : {}) };
  const object = { apiVersion: 'bowline.dev/v1alpha1', kind: 'Application', metadata };
  return serverDiffOf(object, ctx.installation.comparison.serverDiff);
}
