import { type FaultAnswer, Faults } from '@bowline/sandbox/api/faults';

/** `before`: the call never reaches the cluster. `after`: it does, and its answer reaches nobody. */
export type KillMoment = 'before' | 'after';

type Request = Parameters<Faults['match']>[0];

/** Faults that also call somebody back at the n-th write to a namespace, in time to kill the writer. */
export class KillPoints extends Faults {
  #armed: { path: RegExp; left: number; moment: KillMoment; reached: () => void } | undefined;

  /** Resolves at the `count`-th write to this namespace, hooks and prunes included, dry runs not. */
  arm(namespace: string, point: { count: number; moment: KillMoment; onReached: () => void }): void {
    this.#armed = {
      path: new RegExp(`/namespaces/${namespace}/`),
      left: point.count,
      moment: point.moment,
      reached: point.onReached,
    };
  }

  disarm(): void {
    this.#armed = undefined;
  }

  override match(request: Request): FaultAnswer | undefined {
    const armed = this.#armed;
    if (!armed || !isWrite(request) || !armed.path.test(request.path)) return super.match(request);
    armed.left -= 1;
    if (armed.left > 0) return super.match(request);
    this.#armed = undefined;
    armed.reached();
    return armed.moment === 'before' ? { kind: 'reset' } : super.match(request);
  }
}

function isWrite({ method, query }: Request): boolean {
  return method !== 'GET' && query.get('dryRun') === null;
}
