import type { Can, Operation } from '@bowline/contract';
import { notFound } from '../store/conflict.ts';
import { type OperationRecord, operationStore } from '../store/operation.ts';
import { planStore } from '../store/plan.ts';
import { stepResultStore } from '../store/step-result.ts';
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
  return operationView({ record, steps, results, can });
}
