import { CliFailure } from '../failure.ts';

/** RFC 3339; undefined when absent. Throws CliFailure. */
export function parseTime(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const isForm = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/.test(text);
  const time = new Date(text.replace(' ', 'T').toUpperCase());
  if (!isForm || Number.isNaN(time.getTime()))
    throw new CliFailure(`"${text}" is not an RFC 3339 time.`, { hint: 'For example 2026-05-01T09:00:00Z' });
  return time;
}
