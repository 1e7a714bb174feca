import type { KubeObject, ResourceComparison } from '../model.ts';
import { builtinSchema } from '../schema/builtin.ts';
import { gvkOf } from '../resource-key.ts';
import { untyped, type JsonObject, type Schema } from '../schema/types.ts';
import type { ServerDiff } from './comparison-settings.ts';
import { ownedPart } from './owned-part.ts';
import { FieldOwners } from './writers.ts';

/**
 * The manifest as the API server would store it, out of its answer to a dry run of our apply (DIFF-1): what we own there. What
 * admission webhooks set or change is somebody else's and left out, unless the rule includes it.
 */
export function storedManifest(input: {
  manifest: KubeObject;
  answer: KubeObject;
  schema: Schema | undefined;
  rule: ServerDiff;
}): KubeObject {
  const { manifest, answer } = input;
  if (input.rule.includeMutationWebhook) return withoutServerFields(answer);
  const schema = builtinSchema(gvkOf(answer)) ?? input.schema ?? untyped;
  const set = new FieldOwners(answer, schema).ourSet();
  const part = set && ownedPart(schema, answer as unknown as JsonObject, set); // a Kubernetes object is JSON
  if (part === undefined) return manifest;
  const { name, namespace } = manifest.metadata;
  const metadata = { ...(part.metadata as object | undefined), name, ...(namespace ? { namespace } : {}) };
  return { ...part, apiVersion: manifest.apiVersion, kind: manifest.kind, metadata } as KubeObject;
}

function withoutServerFields(answer: KubeObject): KubeObject {
  const { status: _status, metadata: all, ...rest } = answer;
  const {
    managedFields: _fields,
    resourceVersion: _version,
    uid: _uid,
    generation: _generation,
    ...metadata
  } = all;
  return { ...rest, metadata } as KubeObject;
}

/** Which resources a server has to be asked about: those that differ, and all that are live where webhooks count. */
export function isAskedOfServer(
  { verdict, live, hookPhases }: ResourceComparison,
  rule: ServerDiff,
): boolean {
  if (!rule.isOn || live === null || hookPhases.length > 0) return false;
  return verdict === 'modified' || (verdict === 'in-sync' && rule.includeMutationWebhook);
}

/** One resource as the server's answer has it; what only our own comparison showed is hidden, not forgotten (B8). */
export function answeredByServer(ours: ResourceComparison, server: ResourceComparison): ResourceComparison {
  const shown = new Set(server.fields.map(({ path }) => path));
  const gone = ours.fields
    .filter(({ path }) => !shown.has(path))
    .map((field) => ({ ...field, cause: 'default' as const, hiddenBy: 'server-side diff' }));
  return { ...server, desired: ours.desired, hidden: [...ours.hidden, ...gone] };
}
