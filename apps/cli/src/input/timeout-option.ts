import { Option } from 'commander';
import { duration } from './flags.ts';

/** `--timeout`, with its default in words. */
export function timeoutOption(minutes: number): Option {
  return new Option('--timeout <duration>', 'wait at most so long, then exit code 20')
    .argParser(duration)
    .default(minutes * 60_000, `${minutes}m`);
}
