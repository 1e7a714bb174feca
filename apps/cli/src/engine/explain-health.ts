import { explainHealth } from '@bowline/sync-engine/core/health/rule-of';
import type { Health, KubeObject } from '@bowline/sync-engine/core/model';
import { formatKey, keyOf } from '@bowline/sync-engine/core/resource-key';
import { CliFailure } from '../failure.ts';
import { readDocument } from '../input/documents.ts';
import type { Io } from '../io.ts';
import { treeOfFiles } from './tree-of-files.ts';

type Explained = { object: KubeObject; health: Health | null; rule: string };

/**
 * The health of objects and the rule that said so, in their order; with the customisations of a file first. Throws CliFailure
 * naming the file and the place in it that cannot be read.
 */
export async function explainAll(
  io: Pick<Io, 'readStdin'>,
  objects: readonly KubeObject[],
  customizations: string | undefined,
): Promise<Explained[]> {
  if (customizations === undefined)
    return withCauses(objects.map((object) => ({ object, ...explainHealth(object) })));
  const { CustomHealth } = await import('@bowline/sync-engine/adapters/lua/custom-health');
  const health = new CustomHealth(await readCustomizationFile(io, customizations));
  try {
    const all: Explained[] = [];
    for (const object of objects) all.push({ object, ...(await health.explain(object)) });
    return withCauses(all);
  } finally {
    await health.stop();
  }
}

/** Where Pods are at hand, the health of what stands above them names the one to blame. */
function withCauses(all: Explained[]): Explained[] {
  if (!all.some(({ object }) => object.kind === 'Pod' && object.apiVersion === 'v1')) return all;
  const judged = new Map(all.map(({ object, health }) => [object, health]));
  const tree = treeOfFiles(
    all.map(({ object }) => object),
    (object) => judged.get(object) ?? null,
  );
  const found = new Map(tree.map(({ key, health }) => [formatKey(key), health]));
  const counts = new Map<string, number>();
  for (const { object } of all) counts.set(idOf(object), (counts.get(idOf(object)) ?? 0) + 1);
  return all.map((one) => {
    const id = idOf(one.object);
    // A file may hold several objects of one name (samples, moments of one object): each keeps the verdict on itself.
    const named = counts.get(id) === 1 ? found.get(id) : undefined;
    return { ...one, health: one.health && (named ?? one.health) };
  });
}

function idOf(object: KubeObject): string {
  return formatKey(keyOf(object));
}

async function readCustomizationFile(io: Pick<Io, 'readStdin'>, path: string) {
  const { readCustomizations } = await import('@bowline/sync-engine/core/health/customizations');
  const { parseYaml } = await import('@bowline/sync-engine/adapters/render/yaml');
  const { value, origin } = await readDocument(io, path);
  const { customizations, problems } = readCustomizations(
    value,
    (text) => parseYaml(text, { duplicateKeys: 'last-wins' })[0] ?? null,
  );
  const [problem] = problems;
  if (problem === undefined) return customizations;
  const place = problem.where === '' ? origin : `${origin}: ${problem.where}`;
  throw new CliFailure(`${place}: ${problem.message}.`);
}
