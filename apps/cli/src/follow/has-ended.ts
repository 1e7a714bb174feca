const endPhases = new Set(['Succeeded', 'Failed', 'Error']);

/** Whether an Operation is over; else it waits, runs or is being stopped. */
export function hasEnded(operation: { phase: string }): boolean {
  return endPhases.has(operation.phase);
}
