import type { FieldChange, KubeObject, ReleaseItem } from '../../model.ts';
import { gvkOf, keyOf } from '../../resource-key.ts';
import { diffFields } from '../../schema/compare.ts';
import { isAllocated } from '../../schema/defaults.ts';
import { formatPath } from '../../schema/path.ts';
import type { GroupVersionKind, Schema } from '../../schema/types.ts';
import { maskObject } from '../../secrets.ts';
import { compare } from '../compare.ts';
import { disagreement } from './claims.ts';
import { knownDifferences } from './known.ts';
import type { Pair } from './pair.ts';

const hashKey = { version: 1, key: Buffer.alloc(32, 1) };

type Types = { schema: Schema; schemaOf: (gvk: GroupVersionKind) => Schema | undefined };

/** What the server writes by itself, and what is no part of a comparison. */
const notCompared =
  /^(status|apiVersion|kind|metadata\.(managedFields|resourceVersion|generation|uid|creationTimestamp|name|namespace)|metadata\.annotations\["kubectl\.kubernetes\.io\/last-applied-configuration"\])($|[.[])/;

/** Where our comparison of a pair and the server's dry run disagree, in words; and whether the server changes anything. */
export function judge(pair: Pair, types: Types): { problems: string[]; isChanged: boolean } {
  const problems: string[] = [];
  const isKnown = (path: string): boolean =>
    knownDifferences.some(
      ({ kind, path: known, when }) =>
        kind.test(pair.live.kind) && known.test(path) && (when === undefined || when(pair)),
    );
  const phantom = (how: string, all: FieldChange[]): void => {
    const fields = all.filter(({ path }) => !isKnown(path));
    if (fields.length > 0) problems.push(`phantom (${how}): ${describe(fields)}`);
  };
  phantom(
    'created, no base',
    fieldsOf({ ...pair, desired: pair.base, live: pair.created, base: null }, types),
  );
  phantom('created', fieldsOf({ ...pair, desired: pair.base, live: pair.created }, types));
  phantom(
    'created, no managedFields',
    fieldsOf({ ...pair, desired: pair.base, live: withoutManagers(pair.created), base: null }, types),
  );

  const [live, predicted] = [pair.live, pair.predicted].map((object) => maskObject(object, hashKey));
  // Only Bowline's own applies leave a Release; others' objects are compared as they are met. What we applied is compared
  // both ways: without the Release, managedFields have to say the same.
  const base = pair.origin === 'bowline' && !pair.isBaseLost ? pair.base : null;
  const fields = fieldsOf({ ...pair, base }, types);
  const named = new Set(fields.map(({ path }) => path));
  const gvk = gvkOf(pair.live);
  const server = diffFields(types.schema, live, predicted).filter(
    ({ path, segments, a, b }) =>
      !notCompared.test(path) && (named.has(path) || !isAllocated(gvk, segments, a ?? b)),
  );
  const found = disagreement({
    schema: types.schema,
    named: fields.map(({ path }) => path),
    server,
    live,
    predicted,
  });
  for (const [word, all] of Object.entries(found)) {
    const paths = all.filter((path) => !isKnown(path));
    if (paths.length > 0) problems.push(`${word}: ${paths.join(', ')}`);
  }
  if (problems.some((problem) => !problem.startsWith('phantom')))
    problems.push(
      ...(process.env.PAIRS_VERBOSE
        ? Object.entries({ ...pair, live, predicted }).map(
            ([word, value]) => `${word}: ${JSON.stringify(value)}`,
          )
        : []),
      `ours: ${describe(fields)}`,
      `server: ${server.map(({ segments, a, b }) => `${formatPath(segments)} ${short(a)} → ${short(b)}`).join('; ')}`,
    );
  return { problems, isChanged: server.length > 0 };
}

function fieldsOf(
  pair: { desired: KubeObject; live: KubeObject; base: KubeObject | null },
  { schemaOf }: Types,
): FieldChange[] {
  const items: ReleaseItem[] | null =
    pair.base === null
      ? null
      : [{ key: keyOf(pair.base), version: 'v1', manifest: pair.base, wave: 0, hookPhases: [] }];
  const [resource] = compare({
    desired: [pair.desired],
    live: [pair.live],
    base: items,
    ignore: [],
    schemaOf,
    trackingName: 'a_b',
    installationId: 'i',
    hashKey,
  }).resources;
  return resource?.fields ?? [];
}

function withoutManagers(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function describe(fields: readonly FieldChange[]): string {
  return fields.map(({ path, desired, live }) => `${path} ${short(live)} → ${short(desired)}`).join('; ');
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'absent').slice(0, 120);
}
