import type { Clock } from '@bowline/sync-engine/ports/time';
import type { RunObserver } from '../controllers/runtime.ts';

/** The controller looks at its rows every 10 s; without a look for this long it stands still. */
const stillMsMax = 60_000;

/** Tells from the runs of the controller whether it does its work. */
export function controllerStandstill(clock: Clock): {
  observe: RunObserver;
  /** For /readyz: why it does not do its work; undefined when it does. */
  problem(): string | undefined;
} {
  let lookedAtMs: number | undefined;
  return {
    observe({ controller, outcome }) {
      if (controller === 'catch-up' && outcome !== 'error') lookedAtMs = clock.monotonicMs();
    },
    problem() {
      if (lookedAtMs === undefined) return 'the controller has not read its work yet';
      const stillMs = clock.monotonicMs() - lookedAtMs;
      return stillMs > stillMsMax ? 'the controller has not looked at its work for a minute' : undefined;
    },
  };
}
