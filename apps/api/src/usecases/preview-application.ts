import type { ApplicationInput, Preview } from '@bowline/contract';
import type { z } from 'zod';
import { diffOfComparison } from '../views/object-diff.ts';
import type { Context } from './context.ts';
import { clusterNameOf } from './destination.ts';
import type { Evaluation } from './evaluation.ts';
import { inspectApplication } from './inspect-application.ts';
import type { LiveCluster } from './live-cluster.ts';
import { refuseForbidden } from './register-application.ts';

/** Renders and compares a spec that is not saved. A failed render is an answer, not an error. Throws project_refused. */
export async function previewApplication(
  ctx: Context,
  input: ApplicationInput,
): Promise<z.infer<typeof Preview>> {
  const { spec, metadata } = input;
  await refuseForbidden(ctx.db, metadata.name, spec);
  const cluster = await clusterNameOf(ctx.db, spec.destination);
  const inspection = await inspectApplication(ctx, {
    application: { uid: null, project: spec.project, name: metadata.name, spec, cluster },
    release: null,
    mode: 'normal',
    notBeforeMs: ctx.clock.monotonicMs(),
  });
  const { evaluation } = inspection;
  const first = evaluation.revisions[0];
  return {
    renderer: evaluation.renderFailure ? '' : (first?.renderer ?? ''),
    revision: first?.revision ?? '',
    objects:
      evaluation.comparison.status === 'Unknown' ? [] : evaluation.comparison.resources.map(diffOfComparison),
    warnings: evaluation.warnings.map(({ code, message }) => ({ code, message })),
    failure: evaluation.renderFailure && { output: '', ...evaluation.renderFailure },
    destination: destinationOf(inspection.cluster, evaluation, spec.destination.namespace),
  };
}

function destinationOf(cluster: LiveCluster | null, evaluation: Evaluation, namespace: string) {
  if (cluster === null)
    return { namespaceExists: null, reachable: false, message: 'No such cluster is registered.' };
  if (evaluation.live.kind === 'unknown')
    return { namespaceExists: null, reachable: false, message: evaluation.live.message };
  const exists =
    cluster.cached({ group: '', kind: 'Namespace', namespace: '', name: namespace }) !== undefined;
  return {
    namespaceExists: exists,
    reachable: true,
    message: exists ? '' : 'The namespace does not exist yet; CreateNamespace=true makes it.',
  };
}
