import type { LogLine } from '@bowline/ui/log-view';

/** A line as the API streams it. */
export type RawLine = { pod: string; container: string; time: string; text: string };

/** Lines kept in the browser; older ones are dropped. */
export const linesMax = 100_000;

const level = /\b(TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|ERR|FATAL|PANIC)\b/i;
const names: Record<string, LogLine['level']> = {
  trace: 'debug',
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  warning: 'warn',
  err: 'error',
  error: 'error',
  fatal: 'fatal',
  panic: 'fatal',
};

/** How serious a line is, from its first 60 characters; undefined when it does not say. */
export function levelOf(text: string): LogLine['level'] {
  const found = level.exec(text.slice(0, 60))?.[1];
  return found ? names[found.toLowerCase()] : undefined;
}

/** A raw line ready to show; `formatTime` gets the ISO time. The level word leaves the text: it stands beside it. */
export function toLogLine(
  raw: RawLine,
  index: number,
  options: { hasSource: boolean; formatTime: (iso: string) => string },
): LogLine {
  const level = levelOf(raw.text);
  return {
    id: String(index),
    time: raw.time ? options.formatTime(raw.time) : undefined,
    level,
    source: options.hasSource
      ? [raw.pod.slice(-12), raw.container].filter((part) => part !== '').join('/')
      : undefined,
    text: level
      ? raw.text.replace(/^\s*(?:TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|ERR|FATAL|PANIC)\s+/i, '')
      : raw.text,
  };
}
