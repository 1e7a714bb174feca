import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { callApi } from '../../../../../../tools/control-plane/api.ts';
import { buildControlPlane } from '../../../../../../tools/control-plane/build.ts';
import { type ControlPlane, startControlPlane } from '../../../../../../tools/control-plane/start.ts';
import { gvkOf } from '../../resource-key.ts';
import { builtinSchema } from '../../schema/builtin.ts';
import { schemasFromOpenApiV3 } from '../../schema/openapi.ts';
import { kindCases } from '../../schema/testdata/kinds.ts';
import { rareKindCases } from '../../schema/testdata/kinds-more.ts';
import type { GroupVersionKind, Schema } from '../../schema/types.ts';
import { customKinds } from './crds.ts';
import { randomKind } from './crds-random.ts';
import { judge } from './judge.ts';
import { makePair, type PairKind } from './pair.ts';
import { type Random, seeded } from './random.ts';
import { valueOf } from './values.ts';

/**
 * Our comparison against the API server's own answer, over generated pairs of every built-in kind and of CRDs that use every
 * way a schema can say how a field merges, some of them made by chance. `PAIRS` asks for more pairs, `PAIRS_SEED` for others,
 * `PAIRS_CRDS` for more CRDs made by chance, `PAIRS_KIND` picks kinds, and `PAIRS_SERIAL` runs one pair of those again.
 */
const count = Number(process.env.PAIRS ?? 280);
const seed = Number(process.env.PAIRS_SEED ?? 11);
const only = process.env.PAIRS_KIND === undefined ? undefined : new RegExp(process.env.PAIRS_KIND);
const serials =
  process.env.PAIRS_SERIAL === undefined
    ? Array.from({ length: count }, (_, i) => i)
    : [Number(process.env.PAIRS_SERIAL)];
const workers = 4;
const randomKinds = Array.from({ length: Number(process.env.PAIRS_CRDS ?? 8) }, (_, i) =>
  randomKind(seeded(seed * 1009 + i), i),
);
const allCrds = [...customKinds, ...randomKinds];
const all = [
  ...[...kindCases, ...rareKindCases].map(({ title, path, object }) => ({ title, path, object })),
  ...allCrds.map(({ path, object }) => ({ title: object.kind, path, object })),
];
const wanted = all.filter(({ title }) => only === undefined || only.test(title));
const used = new Set(serials.map((serial) => wanted[serial % wanted.length]?.title));
const crds = allCrds.filter(({ object }) => used.has(object.kind));

const built = await buildControlPlane({ log: console.log });
if (!built.available) console.log(`Skipped: ${built.reason}`);

describe.skipIf(!built.available)('DIFF-1 our comparison and the dry run of the API server', () => {
  let dir: string;
  let plane: ControlPlane;
  let custom: (gvk: GroupVersionKind) => Schema | undefined;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'bowline-pairs-'));
    plane = await startControlPlane({ dir, controllers: false });
    for (const { crd } of crds) {
      const answer = await callApi(plane, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
        method: 'POST',
        body: crd,
      });
      expect(answer.status, JSON.stringify(answer.body.message)).toBe(201);
    }
    for (const { path } of crds) {
      await served(path);
    }
    custom = await vi.waitUntil(schemasOfCrds, { timeout: 60_000, interval: 100 });
  });

  /** The schemas that the server publishes, once it does so for every CRD. */
  async function schemasOfCrds(): Promise<typeof custom | undefined> {
    const groups = [...new Set(crds.map(({ object }) => object.apiVersion))];
    const documents = await Promise.all(groups.map((group) => served(`/openapi/v3/apis/${group}`)));
    const lookups = documents.map((document) => schemasFromOpenApiV3(document));
    const find: typeof custom = (gvk) =>
      lookups.map((lookup) => lookup(gvk)).find((schema) => schema !== undefined);
    return crds.every(({ object }) => find(gvkOf(object)) !== undefined) ? find : undefined;
  }

  /** The object with a spec by chance that the server takes, where it has none. */
  async function filled(kind: PairKind, random: Random): Promise<PairKind> {
    const spec = kind.schema.kind === 'struct' ? kind.schema.fields.get('spec')?.schema() : undefined;
    const { object, collection } = kind;
    if (spec === undefined || Object.keys((object.spec as object | undefined) ?? { a: 1 }).length > 0)
      return kind;
    for (let i = 0; i < 6; i++) {
      const body = { ...object, spec: valueOf(random, spec, 'spec') };
      const query = 'dryRun=All&fieldValidation=Strict';
      if ((await callApi(plane, `${collection}?${query}`, { method: 'POST', body })).status < 300)
        return { ...kind, object: body };
    }
    return kind;
  }

  /** What the server answers at a path of a new kind, which it serves a moment after its CRD. */
  function served(path: string): Promise<Record<string, unknown>> {
    return vi.waitUntil(
      async () => {
        // Before its group is served, a path answers plain text.
        const answer = await callApi(plane, path).catch(() => undefined);
        return answer?.status === 200 && answer.body;
      },
      { timeout: 60_000, interval: 100 },
    );
  }

  afterAll(async () => {
    await plane?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it(`agrees on ${serials.length} pairs of ${wanted.length} kinds (seed ${seed})`, async () => {
    const kinds: (PairKind | undefined)[] = await Promise.all(
      wanted.map(async ({ title, path, object }, index) => {
        if (!used.has(title)) return undefined;
        const schema = builtinSchema(gvkOf(object)) ?? custom(gvkOf(object));
        if (schema === undefined) throw new Error(`${title} has no schema.`);
        const namespace = `pairs-${index}`;
        const collection = path.replace('/namespaces/default/', `/namespaces/${namespace}/`);
        if (collection === path) return { title, collection, schema, object };
        const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
        await callApi(plane, '/api/v1/namespaces', { method: 'POST', body });
        return {
          title,
          collection,
          schema,
          object: { ...object, metadata: { ...(object.metadata as object), namespace } },
        };
      }),
    );
    const report: string[] = [];
    const tally = { made: 0, changed: 0, refused: 0 };
    const left = serials.values();
    const work = async (): Promise<void> => {
      for (const serial of left) {
        const kind = kinds[serial % kinds.length];
        if (kind === undefined) return;
        const random = seeded(seed * 100_003 + serial);
        const pair = await makePair(plane, await filled(kind, random), random, serial);
        if (pair === undefined) {
          tally.refused++;
          continue;
        }
        tally.made++;
        const verdict = judge(pair, { schema: kind.schema, schemaOf: custom });
        if (verdict.isChanged) tally.changed++;
        if (verdict.problems.length > 0)
          report.push(
            [`#${serial} ${kind.title} made by ${pair.origin}`, ...verdict.problems, ...pair.edits].join(
              '\n    ',
            ),
          );
      }
    };
    await Promise.all(Array.from({ length: workers }, work));
    console.log(
      `Pairs: seed ${seed}, ${tally.made} compared, ${tally.changed} of them changed, ${tally.refused} refused by the server, ${report.length} disagreements.`,
    );
    expect(report.slice(0, 40).join('\n')).toBe('');
    expect(tally.made).toBeGreaterThan(serials.length / 2);
  }, 3_600_000);
});
