import { annotationNotes } from '../annotations.ts';
import type { KubeObject, ResourceKey, Risk, SyncPolicy } from '../model.ts';
import { type OptionNote, optionNotes } from '../option-table.ts';
import { keyOf } from '../resource-key.ts';
import { installationIdAnnotation, trackingIdAnnotation } from '../tracking.ts';
import { helmNotes } from './helm-notes.ts';

/** A risk before it has its id; `about` tells risks of one code without an object apart. */
export type Draft = Omit<Risk, 'id'> & { about?: string };

const namedMax = 3;

/**
 * What is written about this sync and not followed (SYNC-4): options and annotations that are unknown, misspelt or without
 * effect here. One notice per text, however many objects carry it.
 */
export function noteRisks(policy: SyncPolicy | undefined, desired: readonly KubeObject[]): Draft[] {
  const drafts = optionNotes(policy?.syncOptions ?? [], 'application').map(
    ({ code, option, message }): Draft => ({ code, severity: 'notice', message, about: option }),
  );
  const managed = policy?.managedNamespaceMetadata;
  const createsNamespace = (policy?.syncOptions ?? []).some(
    (o) => o.replace(/\s/g, '') === 'CreateNamespace=true',
  );
  if (managed !== undefined && !createsNamespace)
    drafts.push({
      code: 'option-no-effect',
      severity: 'notice',
      message: 'managedNamespaceMetadata has no effect without CreateNamespace=true.',
      about: 'managedNamespaceMetadata',
    });
  const found = new Map<string, { note: OptionNote; keys: ResourceKey[] }>();
  for (const object of desired) {
    if (isUnmarked(object)) continue;
    for (const note of [...annotationNotes(object), ...helmNotes(object)]) {
      const id = `${note.code} ${note.option}`;
      const known = found.get(id);
      if (known === undefined) found.set(id, { note, keys: [keyOf(object)] });
      else known.keys.push(keyOf(object));
    }
  }
  for (const { note, keys } of found.values())
    drafts.push({
      code: note.code,
      severity: 'notice',
      message: `${note.message} It stands on ${namesOf(keys)}.`,
      about: `object ${note.option}`,
    });
  return drafts;
}

/** Most objects carry the marks of their Application and no other annotation: nothing is written that could be misread. */
function isUnmarked({ metadata }: KubeObject): boolean {
  for (const name of Object.keys(metadata.annotations ?? {}))
    if (name !== trackingIdAnnotation && name !== installationIdAnnotation) return false;
  return true;
}

function namesOf(keys: readonly ResourceKey[]): string {
  const names = keys
    .slice(0, namedMax)
    .map(({ kind, namespace, name }) =>
      namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`,
    );
  const more = keys.length > namedMax ? ` and ${keys.length - namedMax} more` : '';
  return names.join(', ') + more;
}

/** What the API server remarked on a dry run, one notice per object. */
export function serverWarningRisks(warnings: readonly { key: ResourceKey; message: string }[]): Draft[] {
  const byObject = new Map<string, { key: ResourceKey; texts: Set<string> }>();
  for (const { key, message } of warnings) {
    const id = `${key.group}/${key.kind}/${key.namespace}/${key.name}`;
    const known = byObject.get(id) ?? { key, texts: new Set<string>() };
    known.texts.add(message);
    byObject.set(id, known);
  }
  return [...byObject.values()].map(({ key, texts }) => ({
    code: 'server-warning',
    severity: 'notice',
    message: `The cluster says of ${namesOf([key])}: ${[...texts].sort().join('; ')}`,
    key,
  }));
}
