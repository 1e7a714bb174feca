import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callApi } from '../../../../../tools/control-plane/api.ts';
import { buildControlPlane } from '../../../../../tools/control-plane/build.ts';
import { type ControlPlane, startControlPlane } from '../../../../../tools/control-plane/start.ts';
import { builtinSchema } from './builtin.ts';
import { diffFields } from './compare.ts';
import { applyDefaults, isAllocated } from './defaults.ts';
import { kindCases as commonKinds } from './testdata/kinds.ts';
import { rareKindCases } from './testdata/kinds-more.ts';
import { gvkOf } from './testdata/gvk-of.ts';

const kindCases = [...commonKinds, ...rareKindCases];
const built = await buildControlPlane({ log: console.log });
if (!built.available) console.log(`Skipped: ${built.reason}`);

describe.skipIf(!built.available)('defaults against the real API server', () => {
  let dir: string;
  let plane: ControlPlane;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'bowline-defaults-'));
    plane = await startControlPlane({ dir, controllers: false });
  });

  afterAll(async () => {
    await plane?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it.each(kindCases)('explains every field of a dry-run create: $title', async ({ path, object }) => {
    const answer = await callApi(plane, `${path}?dryRun=All`, { method: 'POST', body: object });
    expect(answer.status, JSON.stringify(answer.body.message)).toBe(201);
    const gvk = gvkOf(object);
    const differences = diffFields(builtinSchema(gvk), applyDefaults(gvk, object), answer.body);
    const unexplained = differences.filter((difference) => {
      return difference.a !== undefined || !isAllocated(gvk, difference.segments, difference.b);
    });
    expect(unexplained.map(({ path: at, a, b }) => ({ at, ours: a, server: b }))).toEqual([]);
  });

  it.each(kindCases)('changes nothing in what the server stored: $title', async ({ path, object }) => {
    const { body } = await callApi(plane, `${path}?dryRun=All`, { method: 'POST', body: object });
    const gvk = gvkOf(object);
    expect(diffFields(builtinSchema(gvk), applyDefaults(gvk, body), body)).toEqual([]);
  });
});
