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
import { judge } from './judge.ts';
import { makePair, type PairKind } from './pair.ts';
import { seeded } from './random.ts';

/**
 * Our comparison against the API server's own answer, over generated pairs of every built-in kind and of CRDs that use every
 * way a schema can say how a field merges. `PAIRS` asks for more pairs, `PAIRS_SEED` for others, `PAIRS_KIND` picks kinds.
 */
const count = Number(process.env.PAIRS ?? 280);
const seed = Number(process.env.PAIRS_SEED ?? 11);
const only = process.env.PAIRS_KIND === undefined ? undefined : new RegExp(process.env.PAIRS_KIND);
const workers = 4;

const built = await buildControlPlane({ log: console.log });
if (!built.available) console.log(`Skipped: ${built.reason}`);

describe.skipIf(!built.available)('DIFF-1 our comparison and the dry run of the API server', () => {
  let dir: string;
  let plane: ControlPlane;
  let custom: (gvk: GroupVersionKind) => Schema | undefined;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'bowline-pairs-'));
    plane = await startControlPlane({ dir, controllers: false });
    for (const { crd } of customKinds) {
      const answer = await callApi(plane, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
        method: 'POST',
        body: crd,
      });
      expect(answer.status, JSON.stringify(answer.body.message)).toBe(201);
    }
    for (const { path } of customKinds) {
      await served(path);
    }
    const groups = [...new Set(customKinds.map(({ object }) => object.apiVersion))];
    const lookups = await Promise.all(
      groups.map(async (gv) => {
        return schemasFromOpenApiV3(await served(`/openapi/v3/apis/${gv}`));
      }),
    );
    custom = (gvk) => lookups.map((lookup) => lookup(gvk)).find((schema) => schema !== undefined);
  });

  /** What the server answers at a path of a new kind, which it serves a moment after its CRD. */
  function served(path: string): Promise<Record<string, unknown>> {
    return vi.waitUntil(
      async () => {
        // Before its group is served, a path answers plain text.
        const answer = await callApi(plane, path).catch(() => undefined);
        return answer?.status === 200 && answer.body;
      },
      { timeout: 20_000, interval: 100 },
    );
  }

  afterAll(async () => {
    await plane?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const cases = [...kindCases, ...rareKindCases].map(({ title, path, object }) => ({ title, path, object }));
  const all = [...cases, ...customKinds.map(({ path, object }) => ({ title: object.kind, path, object }))];
  const wanted = all.filter(({ title }) => only === undefined || only.test(title));

  it(`agrees on ${count} pairs of ${wanted.length} kinds (seed ${seed})`, async () => {
    const kinds: PairKind[] = await Promise.all(
      wanted.map(async ({ title, path, object }, index) => {
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
    let next = 0;
    const work = async (): Promise<void> => {
      for (let serial = next++; serial < count; serial = next++) {
        const kind = kinds[serial % kinds.length];
        if (kind === undefined) return;
        const pair = await makePair(plane, kind, seeded(seed * 100_003 + serial), serial);
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
    expect(tally.made).toBeGreaterThan(count / 2);
  }, 3_600_000);
});
