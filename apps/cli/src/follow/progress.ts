import type { Operation } from '@bowline/contract';
import type { Io } from '../io.ts';
import { printable } from '../output/printable.ts';
import { type Style, toneOf } from '../output/style.ts';

type Step = Operation['steps'][number];

const ended = new Set(['done', 'failed', 'skipped']);

/**
 * Writes how an Operation goes on, to standard error: on a terminal a line per ended step and one line that is rewritten,
 * elsewhere a plain line for each change.
 */
export class Progress {
  private readonly io: Pick<Io, 'err' | 'isTerminal' | 'columns'>;
  private readonly style: Style;
  private readonly seen = new Map<number, string>();
  private status = '';
  private hasStatus = false;

  constructor(io: Pick<Io, 'err' | 'isTerminal' | 'columns'>, style: Style) {
    this.io = io;
    this.style = style;
  }

  show(operation: Operation): void {
    operation.steps.forEach((step, position) => this.showStep(step, position, operation.steps.length));
    const running = operation.steps.filter(
      (step) => step.state === 'running' || step.state === 'waiting-healthy',
    );
    const done = operation.steps.filter((step) => ended.has(step.state)).length;
    const now = operation.waitingFor || (running[0] ? stepText(running[0]) : operation.message);
    this.setStatus(
      `${operation.phase} ${done}/${operation.steps.length}${now === '' ? '' : `: ${now}`}`,
      `${operation.phase}:${operation.waitingFor}`,
    );
  }

  /** A remark that is no step, such as a server that does not answer. */
  note(text: string): void {
    this.setStatus(text, text);
  }

  end(): void {
    this.clear();
  }

  private showStep(step: Step, position: number, count: number): void {
    const before = this.seen.get(step.index);
    const state = `${step.state}:${step.attempt}`;
    if (before === state) return;
    this.seen.set(step.index, state);
    if (step.state === 'waiting' || (this.io.isTerminal && !ended.has(step.state))) return;
    const message = step.message === '' ? '' : `  ${step.message}`;
    const number = String(position + 1).padStart(String(count).length);
    this.clear();
    this.io.err(
      `${this.style(step.state.padEnd(8), toneOf(step.state))} ${number}/${count} ${printable(stepText(step) + message)}\n`,
    );
  }

  private setStatus(text: string, key: string): void {
    if (this.io.isTerminal) {
      const width = Math.max((this.io.columns || 80) - 1, 20);
      this.io.err(`\r\u001b[K${printable(text).slice(0, width)}`);
      this.hasStatus = true;
    } else if (key !== this.status) {
      this.io.err(`${printable(text)}\n`);
    }
    this.status = key;
  }

  private clear(): void {
    if (this.hasStatus) this.io.err('\r\u001b[K');
    this.hasStatus = false;
  }
}

/** `Sync wave 0: apply Deployment default/web`; what a wait waits for stands in its reason, where that is known. */
export function stepText(
  step: Pick<Step, 'phase' | 'wave' | 'action' | 'key'> & { reason?: string },
): string {
  const what =
    step.action === 'wait' ? (step.reason ?? 'wait for all of them') : `${step.action} ${keyText(step.key)}`;
  return `${step.phase} wave ${step.wave}: ${what}`;
}

/** `Deployment default/web`. */
export function keyText(key: { kind: string; namespace: string; name: string }): string {
  return `${key.kind} ${key.namespace === '' ? key.name : `${key.namespace}/${key.name}`}`;
}
