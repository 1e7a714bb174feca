import { isUtf8 } from 'node:buffer';

/** The first line that is not UTF-8, from 1; undefined when all are. Read leniently, its bytes would become other characters. */
export function foreignLineOf(bytes: Buffer): number | undefined {
  if (isUtf8(bytes)) return undefined;
  for (let line = 1, start = 0; ; line++) {
    const end = bytes.indexOf(0x0a, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}
