import { InvalidArgumentError } from 'commander';
import { CliFailure } from '../failure.ts';

/** Parser of an option that may be given several times. */
export function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/** Parser of a whole number within bounds. */
export function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= min && value <= max))
      throw new InvalidArgumentError(`Use a whole number from ${min} to ${max}.`);
    return value;
  };
}

/** Parser of a duration such as `90`, `90s`, `5m` or `1h30m`, in milliseconds. */
export function duration(text: string): number {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const parts = [...text.matchAll(/(\d+)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text)
    throw new InvalidArgumentError('Use a duration such as 90s, 5m or 1h30m.');
  const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ''] ?? 0), 0);
}

/** Parser of `on` and `off`. */
export function onOff(text: string): boolean {
  if (text === 'on' || text === 'true') return true;
  if (text === 'off' || text === 'false') return false;
  throw new InvalidArgumentError('Use on or off.');
}

/** `key=value` pairs as a map. Throws CliFailure: commander tells only what is thrown while it reads the command line. */
export function pairs(list: readonly string[] | undefined): Record<string, string> {
  return Object.fromEntries(
    (list ?? []).map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw new CliFailure(`"${text}" is not key=value.`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}
