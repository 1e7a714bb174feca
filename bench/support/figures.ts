import { cpus, loadavg, totalmem } from 'node:os';

/** One measured figure. `limit` is what it is held to; without one it is only reported. */
export type Figure = {
  what: string;
  value: number;
  unit: string;
  limit?: { kind: 'at most' | 'at least' | 'exactly'; value: number };
};

/** Prints figures as lines for people, with what they are held to; sets the exit code when one is missed. */
export function report(title: string, figures: Figure[], notes: string[] = []): void {
  console.log(`\n${title}`);
  for (const figure of figures) {
    const { what, value, unit, limit } = figure;
    const verdict =
      limit === undefined ? '' : `  (${limit.kind} ${limit.value}: ${isMet(figure) ? 'met' : 'MISSED'})`;
    console.log(`  ${what}: ${round(value)}${unit === '' ? '' : ` ${unit}`}${verdict}`);
  }
  for (const note of notes) console.log(`  - ${note}`);
  if (figures.some((figure) => !isMet(figure))) process.exitCode = 1;
}

/** What it ran on. */
export function machine(): string {
  const { model } = cpus()[0] ?? { model: 'unknown' };
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${model.trim()}, ${memory} GiB, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}, ${new Date().toISOString().slice(0, 16)}Z`;
}

/** The value below which a share of the samples lies. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Milliseconds that a task took, with what it returned. */
export async function timed<T>(task: () => Promise<T> | T): Promise<{ ms: number; value: T }> {
  const started = performance.now();
  const value = await task();
  return { ms: performance.now() - started, value };
}

function isMet({ value, limit }: Figure): boolean {
  switch (limit?.kind) {
    case undefined:
      return true;
    case 'at most':
      return value <= limit.value;
    case 'at least':
      return value >= limit.value;
    case 'exactly':
      return value === limit.value;
  }
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
