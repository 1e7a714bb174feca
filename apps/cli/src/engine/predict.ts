import { createEgress } from '@bowline/sync-engine/adapters/egress';
import { createKube } from '@bowline/sync-engine/adapters/kube/kube';
import { systemClock, systemRandom } from '@bowline/sync-engine/adapters/time/system-clock';
import { hookPhasesOf } from '@bowline/sync-engine/core/annotations';
import { fieldManager } from '@bowline/sync-engine/core/diff/writers';
import type { KubeObject } from '@bowline/sync-engine/core/model';
import { formatKey, gvkOf, keyOf, objectsByKey } from '@bowline/sync-engine/core/resource-key';
import { serverSideApply } from '@bowline/sync-engine/core/schema/apply';
import { applyDefaults } from '@bowline/sync-engine/core/schema/defaults';
import type { JsonObject } from '@bowline/sync-engine/core/schema/types';
import { CliFailure } from '../failure.ts';
import { minimalKubeconfig } from '../input/kubeconfig.ts';
import type { PreparedFiles } from './compare-files.ts';

/**
 * The files with what each live object would be after a server-side apply by Bowline, worked out here, in place of what is
 * desired. New and unknown kinds stay as written. Live objects get their defaults too: files may hold some that never were on
 * a server.
 */
export function predictApply(files: PreparedFiles): PreparedFiles {
  const { schemaOf } = files;
  const live = files.live.map((object) => {
    const gvk = gvkOf(object);
    const stored = applyDefaults(gvk, object as unknown as JsonObject, schemaOf(gvk)); // a Kubernetes object is JSON
    return stored as unknown as KubeObject;
  });
  const byKey = objectsByKey(live);
  const desired = files.desired.map((object) => {
    const gvk = gvkOf(object);
    const schema = schemaOf(gvk);
    const current = byKey.get(formatKey(keyOf(object)));
    if (schema === undefined || current === undefined || current.apiVersion !== object.apiVersion)
      return object;
    const result = named(object, () =>
      serverSideApply({
        schema,
        live: current as unknown as JsonObject, // a Kubernetes object is JSON
        applied: object as unknown as JsonObject,
        manager: fieldManager,
        force: true,
        now: new Date(0),
        complete: (merged) => applyDefaults(gvk, merged, schema),
      }),
    );
    return result.ok ? asManifest(result.object as unknown as KubeObject) : object;
  });
  return { ...files, desired, live };
}

/** Lists without their keys and the like: the object that has them is named. */
function named<T>(object: KubeObject, task: () => T): T {
  try {
    return task();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CliFailure(`${object.kind} ${object.metadata.name}: ${message}`, { cause: error });
  }
}

/** What the API server answers to a dry run of each apply. Throws CliFailure with its words. */
export async function askServer(
  files: PreparedFiles,
  options: { kubeconfig: string; context: string | undefined },
): Promise<PreparedFiles> {
  const { text, context, server } = minimalKubeconfig(options.kubeconfig, options.context);
  const host = URL.canParse(server) ? new URL(server).hostname : '';
  const kube = createKube({
    clock: systemClock,
    random: systemRandom,
    // The person at the keyboard chose the server; it may well be on this machine.
    egress: createEgress({ allow: [`${host}:*`] }),
    fieldManager,
  });
  const id = 'engine';
  try {
    const client = kube.client({ id, name: id, kubeconfig: text, context });
    const out: KubeObject[] = [];
    for (const object of files.desired) {
      // Hooks are never compared, so the server need not be asked about them.
      if (hookPhasesOf(object).isHook || object.metadata.name === '') {
        out.push(object);
        continue;
      }
      const answer = await client.apply({
        object,
        mode: 'server-side-apply',
        forceConflicts: true,
        dryRun: true,
        validate: false,
      });
      if (!answer.ok)
        throw new CliFailure(`${object.kind} ${object.metadata.name}: ${answer.message}`, {
          code: answer.code,
          hint: answer.hint,
        });
      out.push(asManifest(answer.value));
    }
    return { ...files, desired: out };
  } finally {
    await kube.forget(id);
  }
}

/** A live object without what only the server writes. */
function asManifest(object: KubeObject): KubeObject {
  const { status: _status, ...rest } = object;
  const {
    uid: _uid,
    resourceVersion: _version,
    generation: _generation,
    managedFields: _fields,
    ...metadata
  } = object.metadata;
  return { ...rest, metadata } as KubeObject;
}
