import type { DecisionReason } from '../model.ts';

/** Of an Application that goes: nothing else is done with it. */
export const deletingReason: DecisionReason = {
  code: 'application_deleting',
  message: 'The Application is being deleted.',
  owner: 'Bowline',
};
