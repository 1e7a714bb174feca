import { ApplicationSpecSchema, ProjectSpecSchema } from '@bowline/contract/spec';
import { parseJsonnet } from '@bowline/sync-engine/adapters/render/jsonnet/parser';
import { parseYaml } from '@bowline/sync-engine/adapters/render/yaml';
import { IgnoreRules } from '@bowline/sync-engine/core/diff/ignore-rules';
import { parseJqPath } from '@bowline/sync-engine/core/diff/jq-path';
import { healthOf } from '@bowline/sync-engine/core/health/health';
import type { IgnoreRule, KubeObject, SyncWindow } from '@bowline/sync-engine/core/model';
import { parseDuration, retryDelayMs } from '@bowline/sync-engine/core/policy/duration';
import { globMatch } from '@bowline/sync-engine/core/policy/glob';
import { evaluateWindows } from '@bowline/sync-engine/core/policy/windows';
import { durationNanos } from '@bowline/sync-engine/core/schema/normalize';
import { parsePath } from '@bowline/sync-engine/core/schema/path';
import { canonicalQuantity } from '@bowline/sync-engine/core/schema/quantity';
import { applicationFromArgo } from '../../apps/api/src/usecases/argo-application.ts';
import { projectFromArgo } from '../../apps/api/src/usecases/argo-project.ts';
import { readApplication, readSources, readWindows } from '../../apps/cli/src/engine/application.ts';
import { comparePrepared, prepareFiles } from '../../apps/cli/src/engine/compare-files.ts';
import { decideSituation } from '../../apps/cli/src/engine/decide-situation.ts';
import { ignoreRules } from '../../apps/cli/src/engine/ignore-rules.ts';
import { toObject } from '../../apps/cli/src/engine/objects.ts';
import { planFiles } from '../../apps/cli/src/engine/plan-files.ts';
import { predictApply } from '../../apps/cli/src/engine/predict.ts';
import { withRemovals } from '../../apps/cli/src/engine/removals.ts';
import { treeOfFiles } from '../../apps/cli/src/engine/tree-of-files.ts';
import { parseDocuments } from '../../apps/cli/src/input/documents.ts';
import { toJson, toYaml } from '../../apps/cli/src/output/output.ts';
import type { Corpus } from './corpus.ts';
import { mutateText, mutateValue } from './mutate.ts';
import type { Random } from './random.ts';

/** One thing to feed: `make` builds an input of a case, `run` may throw coded errors and nothing else. */
export type Target = {
  name: string;
  make(random: Random, corpus: Corpus): unknown;
  run(input: never): void;
  /** Errors without a code that its callers know of. */
  allows?: (error: unknown) => boolean;
};

const now = new Date('2026-05-01T09:30:00Z');
const origin = 'input.yaml:1';
const quiet = (): void => undefined;
const web = { name: 'web', cluster: 'prod', namespace: 'shop', labels: {} };
const words = {
  jq: [
    '.spec.replicas',
    '.a[] | select(.b == "c") | .d',
    '.["a/b"][0]?',
    '.spec | to_entries[] | .value',
    '..',
  ],
  pointer: ['/spec/replicas', '/a~1b/~0c/-', '/metadata/annotations/x', '', '/spec/containers/0'],
  duration: ['1h30m', '5s', '1.5h', '0', '100ms', '2540400h10m10s'],
  quantity: ['500m', '1Gi', '1e3', '0.1', '12345678901234567890Ki', '-1.5M'],
  cron: ['0 9 * * 1-5', '*/15 0-6 1,15 * *', '0 0 29 2 *', '59 23 31 12 7', '0 0 L * *', '@daily'],
  zone: ['Europe/Berlin', 'UTC', 'America/St_Johns', '', 'Etc/GMT+12', 'Mars/Base'],
  path: ['spec.containers[name=web].image', 'metadata.labels["a/b"]', 'a[0][1]', 'x'],
  glob: ['prod-*', '{a,b{c,d}}', '!x', '[a-z]?', '**/*', '\\*'],
};
const text = (list: readonly string[]) => (random: Random) =>
  random.chance(0.2) ? random.pick(list) : mutateText(random, random.pick(list));

function someObjects(random: Random, corpus: Corpus, max: number): unknown[] {
  return Array.from({ length: random.below(max) + 1 }, () => {
    const object = random.pick(corpus.objects);
    return random.chance(0.3) ? object : mutateValue(random, object);
  });
}

/** Objects as the commands take them; what is none is refused with a code, and the others still count. */
function accepted(values: readonly unknown[]): KubeObject[] {
  return values.flatMap((value) => {
    if (typeof value !== 'object' || value === null) return []; // the reader of documents refuses them
    try {
      return [toObject({ value: value as Record<string, unknown>, origin })];
    } catch (error) {
      if (isCoded(error)) return [];
      throw error;
    }
  });
}

type Sides = { desired: unknown[]; live: unknown[]; base: unknown[] | null; application: unknown };

function someSides(random: Random, corpus: Corpus): Sides {
  const desired = someObjects(random, corpus, 4);
  // Live objects that are like the desired ones, or nothing would ever be compared.
  const live = desired.map((object) => mutateValue(random, object));
  if (random.chance(0.3)) live.push(...someObjects(random, corpus, 2));
  const base = random.chance(0.5) ? desired.map((object) => mutateValue(random, object)) : null;
  return { desired, live, base, application: someApplication(random, corpus) };
}

function someApplication(random: Random, corpus: Corpus): unknown {
  const application = corpus.objects.find((object) => object.kind === 'Application' && 'spec' in object);
  return random.chance(0.3) ? application : mutateValue(random, application);
}

function comparison({ desired, live, base, application }: Sides) {
  const document = attempt(() => readApplication({ value: record(application), origin }));
  return prepareFiles({
    desired: accepted(desired),
    live: accepted(live),
    base: base === null ? null : accepted(base),
    rules: attempt(() => ignoreRules({ value: record(application), origin })) ?? [],
    namespace: undefined,
    application: { project: 'default', name: 'app' },
    policy: document?.spec.syncPolicy,
  });
}

/** The value, or undefined where a coded error says what is wrong with the input. */
function attempt<T>(task: () => T): T | undefined {
  try {
    return task();
  } catch (error) {
    if (isCoded(error)) return undefined;
    throw error;
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Errors that a user is shown with a code or a place; anything else is a crash. */
export function isCoded(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) return false;
  const coded = [
    'CliFailure',
    'AppError',
    'ManifestSyntaxError',
    'NestingError',
    'JqSyntaxError',
    'JsonnetError',
  ];
  return coded.includes(error.constructor.name);
}

export const targets: readonly Target[] = [
  {
    name: 'yaml',
    make: (random, { texts }) => mutateText(random, random.pick(texts)),
    run: (input: string) => {
      for (const duplicateKeys of ['last-wins', 'refuse'] as const)
        attempt(() => parseYaml(input, { duplicateKeys }));
    },
  },
  {
    name: 'documents',
    make: (random, { texts, objects }) =>
      random.chance(0.5)
        ? mutateText(random, random.pick(texts))
        : mutateText(
            random,
            JSON.stringify(someObjects(random, { texts, objects, programs: [] }, 3), bigints),
          ),
    run: (input: string) => {
      for (const numbers of ['exact', 'lossy'] as const)
        for (const { value } of attempt(() => parseDocuments(input, 'f.yaml', { numbers })) ?? []) {
          toJson(value);
          attempt(() => toObject({ value, origin }));
        }
    },
  },
  {
    name: 'jsonnet',
    make: (random, { programs }) => mutateText(random, random.pick(programs)),
    run: (input: string) => void parseJsonnet(input, 'a.jsonnet'),
  },
  {
    name: 'jq',
    make: (random, { objects }) => ({ expression: text(words.jq)(random), value: random.pick(objects) }),
    run: ({ expression, value }: { expression: string; value: unknown }) =>
      void parseJqPath(expression)(value),
  },
  {
    name: 'ignore-rules',
    make: (random, { objects }) => ({
      rule: {
        group: '*',
        kind: '*',
        jsonPointers: [text(words.pointer)(random)],
        jqPathExpressions: [text(words.jq)(random)],
      },
      object: random.pick(objects),
    }),
    run: ({ rule, object }: { rule: IgnoreRule; object: unknown }) => {
      const rules = attempt(() => ignoreRules({ value: { ignoreDifferences: [rule] }, origin }));
      const [live] = accepted([object]);
      if (rules && live)
        for (const part of new IgnoreRules(rules).ignoredBy(
          { group: '', kind: live.kind, namespace: '', name: '' },
          live,
        ))
          part.paths(live, undefined);
    },
  },
  {
    name: 'scalars',
    make: (random) => ({
      duration: text(words.duration)(random),
      quantity: random.chance(0.2) ? mutateValue(random, { a: 1 }) : text(words.quantity)(random),
      path: text(words.path)(random),
      glob: text(words.glob)(random),
    }),
    run: ({
      duration,
      quantity,
      path,
      glob,
    }: {
      duration: string;
      quantity: unknown;
      path: string;
      glob: string;
    }) => {
      try {
        parseDuration(duration);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error; // as its doc says
      }
      retryDelayMs({ limit: 3, backoff: { duration, maxDuration: duration } }, 2);
      durationNanos(duration);
      canonicalQuantity(quantity);
      globMatch(glob, path);
      try {
        parsePath(path);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error; // as its doc says
      }
    },
  },
  {
    name: 'windows',
    make: (random) =>
      mutateWindows(random, {
        syncWindows: Array.from({ length: random.below(3) + 1 }, () => ({
          kind: random.pick(['allow', 'deny']),
          schedule: text(words.cron)(random),
          duration: text(words.duration)(random),
          timeZone: text(words.zone)(random),
          applications: [text(words.glob)(random)],
          manualSync: random.chance(0.5),
          andOperator: random.chance(0.5),
        })),
      }),
    run: (value: Record<string, unknown>) => {
      const windows: SyncWindow[] = attempt(() => readWindows({ value, origin }, quiet)) ?? [];
      toJson(evaluateWindows({ windows, application: web, now }));
    },
  },
  {
    name: 'argo-application',
    make: someApplication,
    run: (value: unknown) => {
      attempt(() => readApplication({ value: record(value), origin }));
      attempt(() => readSources({ value: record(value), origin }));
      ApplicationSpecSchema.safeParse(applicationFromArgo(record(value)).spec);
      ProjectSpecSchema.safeParse(projectFromArgo(record(value)).spec);
    },
  },
  {
    name: 'health',
    make: (random, corpus) => someObjects(random, corpus, 3),
    run: (input: unknown[]) => {
      for (const object of accepted(input)) healthOf(object);
    },
  },
  {
    name: 'tree',
    make: (random, corpus) => someObjects(random, corpus, 8),
    run: (input: unknown[]) => void toYaml(treeOfFiles(accepted(input))),
  },
  {
    name: 'diff',
    make: someSides,
    run: (input: Sides) => {
      const files = comparison(input);
      toJson(comparePrepared(files));
      const predicted = attempt(() => predictApply(files));
      if (predicted) withRemovals(comparePrepared(predicted), predicted, files.desired);
    },
  },
  {
    name: 'plan',
    make: someSides,
    run: ({ desired, live, base, application }: Sides) => {
      const document = attempt(() => readApplication({ value: record(application), origin })) ?? null;
      const { plan, order } = planFiles({
        desired: accepted(desired),
        live: accepted(live),
        base: base === null ? null : accepted(base),
        application: document,
        namespace: undefined,
        prune: true,
        kubeVersion: '1.33',
      });
      toJson({ digest: plan.digest, order, risks: plan.risks });
    },
  },
  {
    name: 'decide',
    make: (random, { objects }) => {
      const situation = objects.find((object) => 'application' in object && 'windows' in object);
      const value = mutateValue(random, situation);
      if (random.chance(0.5)) delete record(value).plan;
      return value;
    },
    run: (value: unknown) =>
      void toJson(decideSituation({ value: record(value), origin }, { now, warn: quiet })),
  },
];

function mutateWindows(random: Random, value: unknown): unknown {
  return random.chance(0.3) ? record(mutateValue(random, value)) : value;
}

export function bigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
