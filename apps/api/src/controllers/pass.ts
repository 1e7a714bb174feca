import type { Plan } from '@bowline/sync-engine/core/model';
import type { ApplicationRecord } from '../store/application.ts';
import type { OperationRecord } from '../store/operation.ts';
import type { Context } from '../usecases/context.ts';
import type { LiveCluster } from '../usecases/live-cluster.ts';

/** The ownership a driver writes under: a newer epoch stops it. */
export type Ownership = { epoch: number; isHeld: () => boolean };

/** What one driver remembers of an Operation between its passes: keys of what it has written, and its Plan, which never changes. A crash may lose it. */
export type DriverMemory = { written: Set<string>; plan?: Plan };

/** One pass of a driver over a running Operation. `cluster` is null where it is not registered any more. */
export type Pass = {
  ctx: Context;
  operation: OperationRecord;
  plan: Plan;
  application: ApplicationRecord;
  cluster: LiveCluster | null;
  ownership: Ownership;
  memory: DriverMemory;
};
