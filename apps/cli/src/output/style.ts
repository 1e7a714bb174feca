import type { Io } from '../io.ts';

export type Tone = 'good' | 'bad' | 'warn' | 'info' | 'dim' | 'bold' | 'none';

const codes: Record<Exclude<Tone, 'none'>, string> = {
  good: '32',
  bad: '31',
  warn: '33',
  info: '36',
  dim: '2',
  bold: '1',
};

export type Style = (text: string, tone: Tone) => string;

/** Colours on a terminal, unless --no-color or NO_COLOR (no-color.org) says otherwise; FORCE_COLOR turns them on. */
export function createStyle(io: Pick<Io, 'env' | 'isTerminal'>, wantsColour: boolean): Style {
  const isOff = !wantsColour || (io.env.NO_COLOR !== undefined && io.env.NO_COLOR !== '');
  const isOn = !isOff && (io.isTerminal || (io.env.FORCE_COLOR ?? '0') !== '0');
  return (text, tone) =>
    isOn && tone !== 'none' && text !== '' ? `\u001b[${codes[tone]}m${text}\u001b[0m` : text;
}

const tones: Record<string, Tone> = {
  Healthy: 'good',
  Synced: 'good',
  Succeeded: 'good',
  connected: 'good',
  done: 'good',
  Progressing: 'info',
  Running: 'info',
  Waiting: 'info',
  Suspended: 'info',
  OutOfSync: 'warn',
  Missing: 'warn',
  Terminating: 'warn',
  Degraded: 'bad',
  Failed: 'bad',
  Error: 'bad',
  failed: 'bad',
  Unknown: 'dim',
};

/** The tone of a status word. */
export function toneOf(word: string): Tone {
  return tones[word] ?? 'none';
}
