import { describe, expect, it } from 'vitest';
import { planObject, samplePlan } from './plan.fixture.ts';
import { wavesOf } from './waves.ts';

describe('wavesOf', () => {
  it('keeps run order: waves, hooks, removals last (C8)', () => {
    expect(
      wavesOf(samplePlan().objects, false).map((wave) => [
        wave.phase,
        wave.isPrune ? 'prune' : wave.wave,
        wave.objects.map((object) => object.key.name),
      ]),
    ).toEqual([
      ['Sync', -1, ['web-env']],
      ['Sync', 0, ['web']],
      ['PostSync', 1, ['smoke-test']],
      ['Sync', 'prune', ['migrate-117']],
    ]);
  });
  it('shows the waves of a deletion in the order they go', () => {
    const objects = [1, 0, 0].map((wave, index) =>
      planObject({ kind: 'ConfigMap', name: `c${index}`, action: 'delete', wave }),
    );
    expect(wavesOf(objects, true).map((wave) => wave.objects.length)).toEqual([1, 2]);
  });
});
