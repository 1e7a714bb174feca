import type { KubeObject } from './object.ts';
import type { ResourceType, StrategyContext } from './resource-type.ts';

export interface AdmissionRequest {
  operation: 'create' | 'update' | 'delete';
  type: ResourceType;
  /** The draft (create, update: may be changed) or the stored object (delete). */
  object: KubeObject;
  old: KubeObject | undefined;
  context: StrategyContext;
}

/** A rule over all kinds that runs before an object is stored; throws ApiError to refuse. */
export type Admission = (request: AdmissionRequest) => void;
