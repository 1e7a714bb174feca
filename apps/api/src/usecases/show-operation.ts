import type { Can, Operation } from '@bowline/contract';
import type { PlanStep } from '@bowline/sync-engine/core/model';
import { notFound } from '../store/conflict.ts';
import { type OperationRecord, operationStore } from '../store/operation.ts';
import { planStore } from '../store/plan.ts';
import { stepResultStore } from '../store/step-result.ts';
import { isCreation } from '../views/object-diff.ts';
import { operationView } from '../views/operation.ts';
import type { Context } from './context.ts';

/** Throws not_found. */
export async function loadOperation(ctx: Context, id: string): Promise<OperationRecord> {
  const record = await operationStore(ctx.db).get(id);
  if (!record) throw notFound('Operation', id);
  return record;
}

export async function showOperation(ctx: Context, record: OperationRecord, can: Can): Promise<Operation> {
  const [steps, results] = await Promise.all([
    planStore(ctx.db).steps(record.planId),
    stepResultStore(ctx.db).list(record.id),
  ]);
  const creating = await creatingSteps(ctx, record.planId, steps);
  return operationView({ record, steps, creating, results, can });
}

/** Steps of objects that were not there when the Plan was built. Of those applied, only a Namespace may not have been. */
async function creatingSteps(ctx: Context, planId: string, steps: PlanStep[]): Promise<ReadonlySet<number>> {
  const namespaces = steps.filter(({ action, key }) => action === 'apply' && key.kind === 'Namespace');
  const items = await planStore(ctx.db).items(
    planId,
    namespaces.map((step) => step.item),
  );
  const isCreating = ({ action, item: index }: PlanStep): boolean => {
    const item = items.get(index);
    return action === 'create' || (item !== undefined && isCreation(item));
  };
  return new Set(steps.filter(isCreating).map((step) => step.index));
}
