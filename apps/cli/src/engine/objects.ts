import type { KubeObject } from '@bowline/sync-engine/core/model';
import { assertNesting } from '@bowline/sync-engine/core/schema/json';
import { CliFailure } from '../failure.ts';
import { readDocuments, type SourceDocument } from '../input/documents.ts';
import type { Io } from '../io.ts';

type Reader = Pick<Io, 'readStdin'>;

/**
 * Kubernetes objects of a file, a folder or `-`. With `nameless`, objects without metadata count too.
 * Throws CliFailure naming file and line of what is none.
 */
export async function readObjects(
  io: Reader,
  path: string,
  options: { numbers: 'exact' | 'lossy'; nameless?: boolean },
): Promise<KubeObject[]> {
  const documents = await readDocuments(io, path, options);
  return documents.map(({ value, origin }) =>
    toObject({ value: options.nameless ? { ...value, metadata: value.metadata ?? {} } : value, origin }),
  );
}

export function toObject({ value, origin }: SourceDocument): KubeObject {
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== 'string' || apiVersion === '')
    throw new CliFailure(`${origin}: the object has no apiVersion.`);
  if (typeof kind !== 'string' || kind === '') throw new CliFailure(`${origin}: the object has no kind.`);
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata))
    throw new CliFailure(`${origin}: the ${kind} has no metadata.`);
  try {
    assertNesting(value);
  } catch (cause) {
    throw new CliFailure(`${origin}: the ${kind} is nested too deep.`, { cause });
  }
  const meta = metadata as Record<string, unknown>;
  for (const field of ['name', 'generateName', 'namespace']) {
    const written = meta[field];
    if (written !== undefined && written !== null && typeof written !== 'string')
      throw new CliFailure(`${origin}: metadata.${field} of the ${kind} is not text.`);
  }
  for (const field of ['labels', 'annotations']) {
    const map = meta[field];
    if (map !== undefined && map !== null && (typeof map !== 'object' || Array.isArray(map)))
      throw new CliFailure(`${origin}: metadata.${field} of the ${kind} is not a map.`);
    // As an API server has it: an unquoted `sync-wave: 5` would be no wave at all.
    const wrong = Object.entries(map ?? {}).find(([, entry]) => entry !== null && typeof entry !== 'string');
    if (wrong !== undefined)
      throw new CliFailure(`${origin}: metadata.${field}.${wrong[0]} of the ${kind} is not text; quote it.`);
  }
  // `labels:` with nothing below it is null in YAML and means none.
  const clean = Object.fromEntries(Object.entries(meta).filter(([, entry]) => entry !== null));
  return { ...value, apiVersion, kind, metadata: { ...clean, name: String(meta.name ?? '') } };
}
