import type { Health, KubeObject } from '../model.ts';
import { globMatch } from '../policy/glob.ts';
import { checkOf } from './custom/custom-checks.ts';
import { readRules } from './customization-rules.ts';
import { isBag } from './read.ts';

/** A script in Argo CD's form: it reads `obj` and returns a table with `status` and `message`. */
export type LuaScript = { source: string; useOpenLibs: boolean };

/** What a person wants said of a kind; it comes before the rules of the tables. `id` names it in answers. */
export type Customization = {
  id: string;
  /** Globs; `*` crosses dots. The group of core kinds is ''. */
  group: string;
  kind: string;
  check: { lua: LuaScript } | { judge: (object: KubeObject) => Health };
};

/** What is wrong with a file of customisations, and where in it. */
export type CustomizationProblem = { where: string; message: string };

export type CustomizationsRead = { customizations: Customization[]; problems: CustomizationProblem[] };

const argoPrefix = 'resource.customizations';

/**
 * Reads customisations of health, in Argo CD's form (the data of `argocd-cm`, or the whole ConfigMap: `resource.customizations`,
 * `resource.customizations.health.<group>_<kind>`, `resource.customizations.useOpenLibs.<group>_<kind>`) or in Bowline's (`health`,
 * a list). `parseYaml` reads the text of the one-key form and may throw. Problems are collected, nothing is thrown.
 */
export function readCustomizations(
  document: Record<string, unknown>,
  parseYaml: (text: string) => unknown,
): CustomizationsRead {
  const data = document.kind === 'ConfigMap' && isBag(document.data) ? document.data : document;
  const problems: CustomizationProblem[] = [];
  const customizations = [
    ...readOneKey(data, parseYaml, problems),
    ...readSplitKeys(data, problems),
    ...readOwn(data.health, problems),
  ];
  if (customizations.length === 0 && problems.length === 0)
    problems.push({ where: '', message: 'there is no customisation of health in it' });
  return { customizations: customizations.toSorted(compareSpecificity), problems };
}

/** The customisation of a kind: exact names before globs, long globs before short ones. */
export function findCustomization(
  list: readonly Customization[],
  group: string,
  kind: string,
): Customization | undefined {
  return list.find((entry) => globMatch(entry.group, group) && globMatch(entry.kind, kind));
}

function compareSpecificity(a: Customization, b: Customization): number {
  const globs = (entry: Customization) => (/[*?[{]/.test(`${entry.group}${entry.kind}`) ? 1 : 0);
  const length = (entry: Customization) => entry.group.length + entry.kind.length;
  return globs(a) - globs(b) || length(b) - length(a) || (a.id < b.id ? -1 : 1);
}

/** `resource.customizations`: a YAML text, `group/Kind` to its parts. */
function readOneKey(
  data: Record<string, unknown>,
  parseYaml: (text: string) => unknown,
  problems: CustomizationProblem[],
): Customization[] {
  const written = data[argoPrefix];
  if (written === undefined || written === null || written === '') return [];
  let map: unknown = written;
  try {
    if (typeof written === 'string') map = parseYaml(written);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    problems.push({ where: argoPrefix, message: `the text is not valid YAML: ${message}` });
    return [];
  }
  if (map === null) return [];
  if (!isBag(map)) {
    problems.push({ where: argoPrefix, message: 'a map of kinds is expected' });
    return [];
  }
  return Object.entries(map).flatMap(([name, entry]) => {
    const source = isBag(entry) ? entry['health.lua'] : undefined;
    if (source === undefined || source === '') return [];
    const where = `${argoPrefix}, ${name}`;
    if (typeof source !== 'string') {
      problems.push({ where, message: 'health.lua is not text' });
      return [];
    }
    const slash = name.lastIndexOf('/');
    const useOpenLibs = isBag(entry) && entry['health.lua.useOpenLibs'] === true;
    return [
      {
        id: name,
        group: slash < 0 ? '' : name.slice(0, slash),
        kind: name.slice(slash + 1),
        check: { lua: { source, useOpenLibs } },
      },
    ];
  });
}

/** `resource.customizations.health.<group>_<kind>`: one key for each kind. */
function readSplitKeys(data: Record<string, unknown>, problems: CustomizationProblem[]): Customization[] {
  const prefix = `${argoPrefix}.health.`;
  return Object.entries(data).flatMap(([key, source]) => {
    if (!key.startsWith(prefix)) return [];
    const name = key.slice(prefix.length);
    const parts = name.split('_');
    if (parts.length > 2 || parts.some((part) => part === '')) {
      problems.push({ where: key, message: 'the name after health. is neither <group>_<kind> nor <kind>' });
      return [];
    }
    if (typeof source !== 'string' || source.trim() === '') {
      problems.push({ where: key, message: 'there is no script' });
      return [];
    }
    const [group, kind] = parts.length === 2 ? parts : ['', parts[0]];
    const useOpenLibs = String(data[`${argoPrefix}.useOpenLibs.${name}`]) === 'true';
    return [
      {
        id: group ? `${group}/${kind}` : String(kind),
        group: group ?? '',
        kind: kind ?? '',
        check: { lua: { source, useOpenLibs } },
      },
    ];
  });
}

/** Bowline's own form: `health: [{ group, kinds, rules }]`, or `lua` instead of rules. */
function readOwn(list: unknown, problems: CustomizationProblem[]): Customization[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) {
    problems.push({ where: 'health', message: 'a list is expected' });
    return [];
  }
  return list.flatMap((entry: unknown, index) => readOwnEntry(entry, `health[${index}]`, problems));
}

function readOwnEntry(entry: unknown, where: string, problems: CustomizationProblem[]): Customization[] {
  const fail = (message: string): Customization[] => {
    problems.push({ where, message });
    return [];
  };
  if (!isBag(entry)) return fail('a map with group, kinds and rules or lua is expected');
  const { group = '', kinds, rules, lua, useOpenLibs = false, ...rest } = entry;
  const [extra] = Object.keys(rest);
  if (extra !== undefined) return fail(`${extra} is not known; group, kinds, rules, lua and useOpenLibs are`);
  if (typeof group !== 'string') return fail('group is not text');
  if (!isTexts(kinds)) return fail('kinds is not a list of texts');
  if ((rules === undefined) === (lua === undefined)) return fail('either rules or lua is expected');
  let check: Customization['check'];
  if (lua !== undefined) {
    if (typeof lua !== 'string' || lua.trim() === '') return fail('lua is no script');
    check = { lua: { source: lua, useOpenLibs: useOpenLibs === true } };
  } else {
    const read = readRules(rules, `${where}.rules`);
    if (!Array.isArray(read)) {
      problems.push(read);
      return [];
    }
    check = { judge: checkOf(read).judge };
  }
  return kinds.map((kind) => ({ id: group === '' ? kind : `${group}/${kind}`, group, kind, check }));
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}
