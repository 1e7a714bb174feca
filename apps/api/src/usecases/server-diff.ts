import { compare, type CompareInput, summarise } from '@bowline/sync-engine/core/diff/compare';
import type { ServerDiff } from '@bowline/sync-engine/core/diff/comparison-settings';
import { digestOf } from '@bowline/sync-engine/core/diff/digest';
import {
  answeredByServer,
  isAskedOfServer,
  storedManifest,
} from '@bowline/sync-engine/core/diff/server-prediction';
import type { Comparison, KubeObject, RenderWarning } from '@bowline/sync-engine/core/model';
import { formatKey, gvkOf, keyOf, objectsByKey } from '@bowline/sync-engine/core/resource-key';
import type { ClusterClient } from '@bowline/sync-engine/ports/kube';
import { mapLimited } from './map-limited.ts';

const atOnce = 8;

/** Answers of former looks by object: good while manifest and live object are the same. */
export type ServerAnswers = Map<string, { of: string; manifest: KubeObject }>;

/**
 * The comparison with what differs asked of the API server, by a dry run of each apply (DIFF-1). Where the server refuses to
 * answer, our own comparison stands, and a warning says so.
 */
export async function compareByServer(
  ours: Comparison,
  input: {
    compared: CompareInput;
    client: ClusterClient;
    rule: ServerDiff;
    answers?: ServerAnswers | undefined;
  },
): Promise<{ comparison: Comparison; warnings: RenderWarning[] }> {
  const { compared, rule, answers } = input;
  const asked = new Set(
    ours.resources.filter((row) => isAskedOfServer(row, rule)).map((row) => formatKey(row.key)),
  );
  if (asked.size === 0) return { comparison: ours, warnings: [] };
  const live = objectsByKey(compared.live);
  const warnings: RenderWarning[] = [];
  const manifests = compared.desired.filter((object) => asked.has(formatKey(keyOf(object))));
  const predicted = await mapLimited(atOnce, manifests, async (manifest) => {
    const id = formatKey(keyOf(manifest));
    const { uid, resourceVersion } = live.get(id)?.metadata ?? {};
    const of = digestOf([digestOf(manifest), uid ?? '', resourceVersion ?? '', rule]);
    const known = answers?.get(id);
    if (known?.of === of && resourceVersion) return known.manifest;
    const answer = await input.client.apply({
      object: manifest,
      mode: 'server-side-apply',
      forceConflicts: true,
      dryRun: true,
      validate: false,
    });
    if (!answer.ok) {
      const message = `The cluster did not say how it would store this object, so it is compared here: ${answer.message}`;
      warnings.push({ code: 'server_diff_failed', message, key: keyOf(manifest) });
      return null;
    }
    const schema = compared.schemaOf(gvkOf(answer.value));
    const stored = storedManifest({ manifest, answer: answer.value, schema, rule });
    answers?.set(id, { of, manifest: stored });
    return stored;
  });
  const desired = predicted.filter((object) => object !== null);
  const ids = new Set(desired.map((object) => formatKey(keyOf(object))));
  const { cache: _cache, ...same } = compared;
  const again = compare({ ...same, desired, live: [...ids].flatMap((id) => live.get(id) ?? []) });
  const rows = new Map(again.resources.map((row) => [formatKey(row.key), row]));
  const resources = ours.resources.map((row) => {
    const server = rows.get(formatKey(row.key));
    return server === undefined ? row : answeredByServer(row, server);
  });
  return { comparison: summarise(resources), warnings };
}
