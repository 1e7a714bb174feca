import type { DirectoryOptions, KubeObject } from '../../../core/model.ts';
import { isObject } from '../../../core/schema/json.ts';
import { ConfinedWorker } from '../../worker/confined-worker.ts';
import { buildEnvironment, substitute } from '../build-environment.ts';
import { findImports, jsonnetFailure } from './find-imports.ts';
import type { JsonnetFiles } from './find-imports.ts';
import type { JsonnetJob, JsonnetVariable } from './run.ts';
import type { JsonnetOutcome } from './jsonnet-worker.ts';
import { type ReadManifests, toManifests } from '../manifests.ts';
import type { RenderFailure, SourceContext } from '../renderer.ts';
import { failed } from '../renderer.ts';

/** Time and memory of all programs of one source. */
const limits = { timeoutMs: 30_000, memoryMbMax: 512, stackMb: 32 };

/** Programs with everything they can read, their variables after substitution (SRC-11). */
export type JsonnetWork = {
  mains: string[];
  found: JsonnetFiles;
  extVars: JsonnetVariable[];
  tlas: JsonnetVariable[];
};

/** What each program printed, by its path, and what is to be said of it. */
export type JsonnetManifests = Map<string, { manifests: KubeObject[]; warnings: string[] }>;

/** Finds what the programs of a source read; nothing is evaluated. */
export async function prepareJsonnet(
  context: SourceContext,
  mains: string[],
  options: DirectoryOptions['jsonnet'] = {},
): Promise<JsonnetWork | RenderFailure> {
  const variables = buildEnvironment(context.request, context.source, context.revision);
  const replaced = (list: { name: string; value: string; code?: boolean }[] = []): JsonnetVariable[] =>
    list.map(({ name, value, code }) => ({
      name,
      value: substitute(value, variables),
      code: code === true,
    }));
  const found = await findImports(context, mains, options.libs ?? []);
  if ('kind' in found) return found;
  return { mains, found, extVars: replaced(options.extVars), tlas: replaced(options.tlas) };
}

/**
 * Evaluates the programs in a thread of their own, ended at its deadline or memory limit: each prints one object, or an array
 * of objects (SRC-4). By program, in their order.
 */
export async function runJsonnetWork(
  context: SourceContext,
  work: JsonnetWork,
): Promise<JsonnetManifests | RenderFailure> {
  const worker = new ConfinedWorker(new URL('./jsonnet-worker.ts', import.meta.url), limits);
  try {
    const manifests: JsonnetManifests = new Map();
    let bytes = 0;
    for (const main of work.mains) {
      const { files, resolved } = work.found;
      const job: JsonnetJob = { main, files, resolved, extVars: work.extVars, tlas: work.tlas };
      const outcome = await context.toolSlot(() => worker.run<JsonnetOutcome>(job));
      if (outcome.end === 'timeout') {
        return failed(
          'render_timeout',
          `${main} took longer than ${limits.timeoutMs / 1000} s.`,
          'Make the program simpler.',
        );
      }
      if (outcome.end !== 'done') {
        return failed(
          'render_too_large',
          `${main} needs more than ${limits.memoryMbMax} MiB of memory.`,
          'Make the program simpler, or split the Application.',
        );
      }
      if (!outcome.value.ok) return jsonnetFailure({ ...outcome.value, where: outcome.value.where || main });
      bytes += outcome.value.json.length;
      if (bytes > context.request.outputBytesMax) {
        return failed(
          'render_too_large',
          `The manifests of the source are larger than ${context.request.outputBytesMax} bytes.`,
          'Split the Application into smaller ones.',
        );
      }
      const value: unknown = JSON.parse(outcome.value.json);
      const documents = (Array.isArray(value) ? value : [value]).filter((one) => one !== null);
      const other = documents.findIndex((one) => !isObject(one));
      const found: ReadManifests =
        other < 0
          ? toManifests(documents, { origin: 'tool', objects: context.request.objects ?? 'checked' })
          : { ok: false, message: `document ${other + 1} is not an object`, document: other };
      if (!found.ok) {
        return failed(
          'yaml_invalid',
          `${main}: ${found.message}.`,
          'Let the program return one Kubernetes object, or an array of them.',
        );
      }
      const warnings = found.warnings.map(({ message }) => `${main}: ${message}`);
      manifests.set(main, { manifests: found.manifests, warnings });
    }
    return manifests;
  } finally {
    await worker.stop();
  }
}
