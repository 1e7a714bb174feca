import type { Health, KubeObject } from '../model.ts';
import {
  conditionsOf,
  degraded,
  healthy,
  isLagging,
  progressing,
  type StatusCondition,
  textAt,
  wordsOf,
} from './read.ts';

const failure = /fail|error|invalid|denied|unauthorized|forbidden|notfound|missing|conflict|degraded/i;

/**
 * What the conventions of Kubernetes say of a custom kind that nobody listed: conditions Stalled, Reconciling, Ready or
 * Available, and observedGeneration. Not ready is Progressing unless the reason names a failure. Null when the object
 * follows none of them: such kinds have no health.
 */
export function generalHealth(object: KubeObject): Health | null {
  const conditions = conditionsOf(object);
  if (conditions.length === 0) return null;
  const of = (type: string) => conditions.find((condition) => condition.type === type);
  const main = of('Ready') ?? of('Available');
  const [stalled, reconciling, failed] = [of('Stalled'), of('Reconciling'), of('Failed')];
  for (const bad of [stalled, failed]) if (bad?.status === 'True') return degraded(wordsOf(bad));
  if (main === undefined && reconciling === undefined && stalled === undefined) return null;
  if (isLagging(object) || isOutdated(main, object))
    return progressing('The latest change is not yet observed.');
  if (reconciling?.status === 'True') return progressing(wordsOf(reconciling));
  if (main === undefined) return healthy();
  if (main.status === 'True') return healthy(main.message);
  const isFailure =
    main.status === 'False' && (failure.test(main.reason) || failure.test(textAt(object, 'status.phase')));
  return isFailure ? degraded(wordsOf(main)) : progressing(wordsOf(main));
}

function isOutdated(condition: StatusCondition | undefined, object: KubeObject): boolean {
  const observed = condition?.observedGeneration;
  return observed !== undefined && (object.metadata.generation ?? 0) > observed;
}
