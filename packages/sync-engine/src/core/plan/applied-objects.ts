import { hookPhasesOf, resourceOptionsOf } from '../annotations.ts';
import { IgnoreRules } from '../diff/ignore-rules.ts';
import { respectIgnoreDifferences } from '../diff/respect-ignore-differences.ts';
import type { IgnoreRule, KubeObject, SyncOptions } from '../model.ts';
import { formatKey, keyOf, objectsByKey } from '../resource-key.ts';
import { NestingError } from '../schema/json.ts';
import type { GroupVersionKind, Schema } from '../schema/types.ts';

/**
 * The manifests as they are applied: with `RespectIgnoreDifferences=true`, fields that the comparison ignores keep their live
 * value (SYNC-4, B5); without it, the manifests themselves. In the order given; inputs are not changed.
 */
export function appliedObjects(input: {
  desired: KubeObject[];
  live: KubeObject[];
  ignore: IgnoreRule[];
  options: SyncOptions;
  schemaOf: (gvk: GroupVersionKind) => Schema | undefined;
}): KubeObject[] {
  const { desired, options, schemaOf } = input;
  if (!options.respectIgnoreDifferences || input.ignore.length === 0) return desired;
  const rules = new IgnoreRules(input.ignore);
  const live = objectsByKey(input.live);
  return desired.map((object) => {
    if (hookPhasesOf(object).isHook) return object;
    const mode = resourceOptionsOf(object, options).replace ? 'replace' : 'apply';
    try {
      const current = live.get(formatKey(keyOf(object)));
      return respectIgnoreDifferences({ desired: object, live: current, rules, schemaOf, mode }).object;
    } catch (error) {
      if (!(error instanceof NestingError)) throw error;
      return object; // the comparison has said so
    }
  });
}
