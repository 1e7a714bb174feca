import type { PlanObject } from './plan.ts';

export type PlanWave = {
  id: string;
  wave: number;
  phase: string;
  /** Removals at the end of a sync stand apart: they run last. */
  isPrune: boolean;
  objects: PlanObject[];
};

/** Objects in run order, cut where the wave or SyncPhase changes or removals begin: the order of the page is the order of execution. */
export function wavesOf(objects: readonly PlanObject[], isDeletion: boolean): PlanWave[] {
  const waves: PlanWave[] = [];
  for (const object of objects) {
    const isPrune = !isDeletion && (object.action === 'prune' || object.action === 'delete');
    const phase = object.phase ?? 'Sync';
    const last = waves.at(-1);
    const isSame =
      last?.phase === phase && last.isPrune === isPrune && (isPrune || last.wave === object.wave);
    if (last && isSame) last.objects.push(object);
    else waves.push({ id: `${waves.length}`, wave: object.wave, phase, isPrune, objects: [object] });
  }
  return waves;
}
