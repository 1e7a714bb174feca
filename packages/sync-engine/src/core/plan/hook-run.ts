import { createHash } from 'node:crypto';
import type { Health, KubeObject, ObservedObject, Plan, PlanStep, SyncPhase } from '../model.ts';
import { formatKey, keyOf } from '../resource-key.ts';

/** Label by which a hook's object is known as the one of this run; its value is {@link hookLabelOf}. */
export const HOOK_OPERATION_LABEL = 'bowline.dev/operation';

/** Job controllers label Pods with the name of their Job, so names stay within a label's length. */
const nameMax = 63;

/**
 * The name of a hook's object: as written, or for a `generateName` its prefix + operation number + SyncPhase + index.
 * Equal on every attempt, so that after a crash the object can be looked up.
 */
export function hookName(input: {
  object: KubeObject;
  operationNumber: number;
  phase: SyncPhase;
  index: number;
}): string {
  const { name, generateName } = input.object.metadata;
  if (name) return name;
  const suffix = `${input.operationNumber}-${input.phase.toLowerCase()}-${input.index}`;
  return `${(generateName ?? 'hook-').toLowerCase().slice(0, nameMax - suffix.length)}${suffix}`;
}

/**
 * Label value of one run of one hook step: `<operation>.<step>.<application>`, from the second attempt of the Operation on
 * `<operation>-<attempt>.…`. The step tells the runs of one manifest in several SyncPhases apart; the Application's uid tells
 * an earlier Application of the same name apart.
 */
export function hookLabelOf(input: {
  applicationUid: string;
  operationNumber: number;
  step: number;
  attempt?: number;
}): string {
  const attempt = input.attempt !== undefined && input.attempt > 1 ? `-${input.attempt}` : '';
  return `${input.operationNumber}${attempt}.${input.step}.${ownerOf(input.applicationUid)}`;
}

/** True for the labels of every hook run of one Application. */
export function isLabelOf(label: string, applicationUid: string): boolean {
  return label.endsWith(`.${ownerOf(applicationUid)}`);
}

function ownerOf(applicationUid: string): string {
  return createHash('sha256').update(applicationUid).digest('hex').slice(0, 12);
}

/** The object to create for a hook step: named and labelled for this Operation. Never changes its input. */
export function prepareHook(input: {
  object: KubeObject;
  plan: Plan;
  step: PlanStep;
  operationNumber: number;
  /** Which attempt of the Operation this is (SYNC-8); the same as nextStep was asked with. */
  attempt?: number;
}): KubeObject {
  const { generateName: _prefix, ...metadata } = input.object.metadata;
  const label = hookLabelOf({
    applicationUid: input.plan.application.uid,
    operationNumber: input.operationNumber,
    step: input.step.index,
    ...(input.attempt === undefined ? {} : { attempt: input.attempt }),
  });
  return {
    ...input.object,
    metadata: {
      ...metadata,
      name: hookName({
        object: input.object,
        operationNumber: input.operationNumber,
        phase: input.step.phase,
        index: input.step.index,
      }),
      labels: { ...metadata.labels, [HOOK_OPERATION_LABEL]: label },
    },
  };
}

/** What nextStep sees of live objects, by key. */
export function observe(
  objects: KubeObject[],
  healthOf: (object: KubeObject) => Health | null,
): Map<string, ObservedObject> {
  return new Map(
    objects.map((object) => {
      const hookLabel = object.metadata.labels?.[HOOK_OPERATION_LABEL];
      return [
        formatKey(keyOf(object)),
        {
          uid: object.metadata.uid ?? '',
          health: healthOf(object),
          isDeleting: object.metadata.deletionTimestamp !== undefined,
          ...(hookLabel === undefined ? {} : { hookLabel }),
        },
      ];
    }),
  );
}
