import type { IgnoreRule, KubeObject, ResourceKey } from '../model.ts';
import type { FieldSet } from '../schema/field-set.ts';
import { isObject } from '../schema/json.ts';
import { removeItems } from '../schema/merge.ts';
import { ListKeyError } from '../schema/shape.ts';
import { untyped, type Schema } from '../schema/types.ts';
import { eraseAll, fieldsOfManager, pathsOfSet } from './ignored-paths.ts';
import { JqSyntaxError, parseJqPath, type PathExpression, type ValuePath } from './jq-path.ts';

/** Removes what one part of a rule names from one side of a comparison, in place; the side must be a copy. */
export type Eraser = { name: string; erase: (side: unknown, schema: Schema | undefined) => unknown };

/** What one part of a rule names, as paths into one side of a comparison. */
export type IgnoredPart = {
  name: string;
  paths: (side: unknown, schema: Schema | undefined) => ValuePath[];
};

/** A part of a rule that cannot be read: it hides nothing, and is said. */
export type IgnoreProblem = { rule: number; expression: string; message: string };

type Part = { name: string; paths?: PathExpression; manager?: string };
type ReadRule = { matches: (key: ResourceKey) => boolean; parts: Part[] };

/** Rules read once for a whole comparison (DIFF-2). */
export class IgnoreRules {
  readonly problems: IgnoreProblem[] = [];
  private readonly rules: ReadRule[];

  constructor(rules: readonly IgnoreRule[]) {
    this.rules = rules.map((rule, index) => this.read(rule, index));
  }

  /** What is to be erased from both sides of a resource before they are compared; usually nothing. */
  erasersFor(key: ResourceKey, live: KubeObject): Eraser[] {
    return this.rules
      .filter((rule) => rule.matches(key))
      .flatMap((rule) => rule.parts)
      .map((part) => ({ name: part.name, erase: eraser(part, live) }));
  }

  /** As `erasersFor`, but where the ignored values stand in one side rather than the side without them. */
  ignoredBy(key: ResourceKey, live: KubeObject): IgnoredPart[] {
    return this.rules
      .filter((rule) => rule.matches(key))
      .flatMap((rule) => rule.parts)
      .map(({ name, paths, manager }) => ({
        name,
        paths: (side, schema) =>
          paths === undefined
            ? fieldsOfManager(live, manager ?? '').flatMap((set) => pathsOfSet(set, side, schema))
            : paths(side),
      }));
  }

  private read(rule: IgnoreRule, index: number): ReadRule {
    const parts: Part[] = [];
    for (const pointer of rule.jsonPointers ?? []) {
      parts.push({ name: `ignoreDifferences: ${pointer}`, paths: pointerPaths(pointer) });
    }
    for (const expression of rule.jqPathExpressions ?? []) {
      try {
        parts.push({ name: `ignoreDifferences: ${expression}`, paths: parseJqPath(expression) });
      } catch (error) {
        if (!(error instanceof JqSyntaxError)) throw error;
        this.problems.push({ rule: index, expression, message: error.message });
      }
    }
    for (const manager of rule.managedFieldsManagers ?? []) {
      parts.push({ name: `ignoreDifferences: fields of manager ${manager}`, manager });
    }
    const [group, kind] = [glob(rule.group ?? ''), glob(rule.kind)];
    return {
      parts,
      matches: (key) =>
        group(key.group) &&
        kind(key.kind) &&
        (!rule.name || rule.name === key.name) &&
        (!rule.namespace || rule.namespace === key.namespace),
    };
  }
}

/** The parts of rules that cannot be read, to be shown as a Condition (B7). */
export function ignoreRuleProblems(rules: readonly IgnoreRule[]): IgnoreProblem[] {
  return new IgnoreRules(rules).problems;
}

/** `*` and `?`; linear, so that no pattern can hang. */
function glob(pattern: string): (text: string) => boolean {
  if (!/[*?]/.test(pattern)) return (text) => text === pattern;
  return (text) => {
    let [at, in_] = [0, 0];
    let [star, mark] = [-1, 0];
    while (in_ < text.length) {
      if (at < pattern.length && pattern[at] === '*') {
        star = at++;
        mark = in_;
      } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[in_])) {
        at++;
        in_++;
      } else if (star >= 0) {
        at = star + 1;
        in_ = ++mark;
      } else return false;
    }
    while (pattern[at] === '*') at++;
    return at === pattern.length;
  };
}

/** JSON pointer (RFC 6901); one that has no leading slash names nothing. */
function pointerPaths(pointer: string): PathExpression {
  if (!pointer.startsWith('/')) return () => [];
  const names = pointer
    .slice(1)
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  return (root) => {
    const path: ValuePath = [];
    let value = root;
    for (const name of names) {
      if (Array.isArray(value) && /^\d+$/.test(name)) {
        path.push(Number(name));
        value = value[Number(name)];
      } else if (isObject(value) && Object.hasOwn(value, name)) {
        path.push(name);
        value = value[name];
      } else return [];
    }
    return [path];
  };
}

function eraser(part: Part, live: KubeObject): Eraser['erase'] {
  const { paths, manager } = part;
  if (paths !== undefined) {
    return (side) => {
      eraseAll(side, paths(side));
      return side;
    };
  }
  const sets = fieldsOfManager(live, manager ?? '');
  return (side, schema) => sets.reduce((value, set) => removeFields(schema, value, set), side);
}

function removeFields(schema: Schema | undefined, value: unknown, set: FieldSet): unknown {
  try {
    return removeItems(schema ?? untyped, value, set) ?? {};
  } catch (error) {
    // Items without a key cannot be told apart, so nothing of them can be ignored.
    if (error instanceof ListKeyError) return value;
    throw error;
  }
}
