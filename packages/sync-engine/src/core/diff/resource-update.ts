import type { IgnoreRule, KubeObject } from '../model.ts';
import { keyOf } from '../resource-key.ts';
import { assertNesting, clone, deepEqual, NestingError } from '../schema/json.ts';
import { eraseAll } from './ignored-paths.ts';
import { IgnoreRules } from './ignore-rules.ts';

/**
 * Answers whether an update of a live object may matter to anybody (DIFF-8): not when nothing but resourceVersion, generation,
 * managedFields or what the rules name has changed. Rules by field manager name nothing here. Inputs are not changed.
 */
export function updateFilter(
  rules: readonly IgnoreRule[],
): (before: KubeObject, after: KubeObject) => boolean {
  const ignore = new IgnoreRules(rules.map(({ managedFieldsManagers: _managers, ...rule }) => rule));
  return (before, after) => {
    if (!isShallow(before, after)) return true;
    const parts = ignore.ignoredBy(keyOf(after), after);
    const seen = (object: KubeObject): unknown => {
      const {
        resourceVersion: _version,
        generation: _generation,
        managedFields: _fields,
        ...metadata
      } = object.metadata;
      const plain = { ...object, metadata };
      if (parts.length === 0) return plain;
      const copy = clone(plain);
      for (const part of parts) eraseAll(copy, part.paths(copy, undefined));
      return copy;
    };
    return !deepEqual(seen(before), seen(after));
  };
}

function isShallow(...objects: KubeObject[]): boolean {
  try {
    assertNesting(...objects);
    return true;
  } catch (error) {
    if (error instanceof NestingError) return false;
    throw error;
  }
}
