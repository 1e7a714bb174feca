import { annotationOf } from '../annotations.ts';
import type { IgnoreRule, KubeObject } from '../model.ts';
import { isObject } from '../schema/json.ts';
import { ignoreRuleProblems } from './ignore-rules.ts';

/** What an installation says of the comparisons of all its Applications. */
export type ComparisonSettings = {
  /** Differences that are ignored everywhere; an Application's own rules come on top (DIFF-2). */
  ignore: readonly IgnoreRule[];
  /** Parts of live objects whose changes wake nobody (DIFF-8). */
  updates: readonly IgnoreRule[];
  /** false: every update of a watched object wakes its Application. */
  filtersUpdates: boolean;
  serverDiff: ServerDiff;
};

/** Whether objects are compared as the API server would store them (DIFF-1), and with what admission webhooks add. */
export type ServerDiff = { isOn: boolean; includeMutationWebhook: boolean };

export type SettingsProblem = { where: string; message: string };

/** Of an installation that says nothing. */
export const plainComparison: ComparisonSettings = {
  ignore: [],
  updates: [],
  filtersUpdates: true,
  serverDiff: { isOn: false, includeMutationWebhook: false },
};

const prefix = 'resource.customizations';
const parts = { ignoreDifferences: 'ignore', ignoreResourceUpdates: 'updates' } as const;
type Part = keyof typeof parts;
const partNames = Object.keys(parts) as Part[];

/** What Argo CD's `resource.compareoptions` may say, and why it is that way here anyway. */
const fixedOptions: Readonly<Record<string, { always: unknown; why: string }>> = {
  ignoreAggregatedRoles: { always: true, why: 'rules that a controller fills are never compared' },
  ignoreResourceStatusField: { always: 'all', why: 'status is never applied, so it is never compared' },
};

/**
 * Reads what an installation says of comparisons: Argo CD's `argocd-cm` (its data or the whole ConfigMap), or Bowline's form with
 * `ignoreDifferences`, `ignoreResourceUpdates` and `compareOptions`. `parseYaml` reads texts within and may throw. Nothing is
 * thrown: `problems` names what is wrong, `notes` what is understood and changes nothing.
 */
export function readComparisonSettings(
  document: Record<string, unknown>,
  parseYaml: (text: string) => unknown,
): { settings: ComparisonSettings; problems: SettingsProblem[]; notes: SettingsProblem[] } {
  const data = document.kind === 'ConfigMap' && isObject(document.data) ? document.data : document;
  const problems: SettingsProblem[] = [];
  const notes: SettingsProblem[] = [];
  const read = { ignore: [] as IgnoreRule[], updates: [] as IgnoreRule[] };
  const parse = (where: string, text: unknown): unknown => {
    if (typeof text !== 'string') return text;
    try {
      return parseYaml(text);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      problems.push({ where, message: `the text is not valid YAML: ${message}` });
      return undefined;
    }
  };
  const add = (part: Part, where: string, value: unknown, target: object): void => {
    if (value === undefined || value === null) return;
    const rule = readRule(where, value, target, problems);
    if (rule !== undefined) read[parts[part]].push(rule);
  };

  const whole = parse(prefix, data[prefix]);
  if (isObject(whole))
    for (const [name, entry] of Object.entries(whole))
      for (const part of isObject(entry) ? partNames : []) {
        const where = `${prefix}, ${name}, ${part}`;
        if (isObject(entry)) add(part, where, parse(where, entry[part]), targetOf(name, '/'));
      }
  for (const [key, text] of Object.entries(data))
    for (const part of partNames) {
      const start = `${prefix}.${part}.`;
      if (key.startsWith(start)) add(part, key, parse(key, text), targetOf(key.slice(start.length), '_'));
    }
  for (const part of partNames) {
    const list = data[part];
    if (list === undefined || list === null) continue;
    if (!Array.isArray(list)) problems.push({ where: part, message: 'a list is expected' });
    else list.forEach((entry: unknown, index) => add(part, `${part}[${index}]`, entry, {}));
  }
  for (const problem of ignoreRuleProblems([...read.ignore, ...read.updates]))
    problems.push({ where: problem.expression, message: problem.message });

  const options = {
    ...asOptions(parse('resource.compareoptions', data['resource.compareoptions'])),
    ...asOptions(data.compareOptions),
  };
  for (const [name, value] of Object.entries(options)) {
    const fixed = Object.hasOwn(fixedOptions, name) ? fixedOptions[name] : undefined;
    if (fixed !== undefined && value !== fixed.always)
      notes.push({ where: name, message: `${String(value)} has no effect: ${fixed.why}` });
    if (fixed === undefined && !knownOptions.includes(name))
      problems.push({ where: name, message: `is no compare option; ${knownOptions.join(', ')} are` });
  }
  // Rules that hide a difference say that it is of no interest: its changes need not wake anybody either.
  const follows = isFlag(options.ignoreDifferencesOnResourceUpdates) ?? true;
  const settings: ComparisonSettings = {
    ignore: read.ignore,
    updates: follows ? [...read.updates, ...read.ignore.filter(isOfPaths)] : read.updates,
    filtersUpdates: isFlag(data['resource.ignoreResourceUpdatesEnabled']) ?? true,
    serverDiff: {
      isOn: isFlag(options.serverSideDiff) ?? isFlag(data['controller.diff.server.side']) ?? false,
      includeMutationWebhook: isFlag(options.includeMutationWebhook) ?? false,
    },
  };
  return { settings, problems, notes };
}

const knownOptions = ['serverSideDiff', 'includeMutationWebhook', 'ignoreDifferencesOnResourceUpdates'];

/** Whether an Application is compared server-side: its `compare-options` beat the installation either way (DIFF-1). */
export function serverDiffOf(annotated: KubeObject, installation: ServerDiff): ServerDiff {
  const read = { ...installation };
  // Ours is read last, so that it wins.
  for (const name of ['argocd.argoproj.io/compare-options', 'bowline.dev/compare-options'])
    for (const option of (annotationOf(annotated, name) ?? '').split(',')) {
      const [key, value] = option.split('=').map((part) => part.trim());
      const flag = isFlag(value);
      if (flag === undefined) continue;
      if (key === 'ServerSideDiff') read.isOn = flag;
      if (key === 'IncludeMutationWebhook') read.includeMutationWebhook = flag;
    }
  return read;
}

function asOptions(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function isFlag(value: unknown): boolean | undefined {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : undefined;
}

/** Managers own fields of one object, not of the object before and after. */
function isOfPaths(rule: IgnoreRule): boolean {
  return (rule.jsonPointers ?? []).length + (rule.jqPathExpressions ?? []).length > 0;
}

/** `<group>_<kind>` or `<group>/<kind>`, the kind alone for core, `all` or `*` for everything. */
function targetOf(name: string, separator: '_' | '/'): { group: string; kind: string } {
  if (name === 'all' || name === '*') return { group: '*', kind: '*' };
  const at = name.lastIndexOf(separator);
  return at < 0 ? { group: '', kind: name } : { group: name.slice(0, at), kind: name.slice(at + 1) };
}

const lists = ['jsonPointers', 'jqPathExpressions', 'managedFieldsManagers'] as const;

function readRule(
  where: string,
  value: unknown,
  target: object,
  problems: SettingsProblem[],
): IgnoreRule | undefined {
  const fail = (message: string): undefined => void problems.push({ where, message });
  if (!isObject(value)) return fail('a map with jsonPointers, jqPathExpressions or managedFieldsManagers');
  const rule: Record<string, unknown> = { ...value, ...target };
  if (typeof rule.kind !== 'string' || rule.kind === '') return fail('there is no kind');
  for (const name of ['group', 'name', 'namespace'])
    if (rule[name] !== undefined && typeof rule[name] !== 'string') return fail(`${name} is not text`);
  for (const name of lists) {
    const list = rule[name];
    if (list === null) delete rule[name];
    else if (list !== undefined && !(Array.isArray(list) && list.every((word) => typeof word === 'string')))
      return fail(`${name} is not a list of texts`);
  }
  if (lists.every((name) => rule[name] === undefined)) return fail(`none of ${lists.join(', ')} is there`);
  return rule as IgnoreRule; // its kind and its lists are checked
}
