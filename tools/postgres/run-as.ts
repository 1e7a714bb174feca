import { execFileSync } from 'node:child_process';

/** The user the server runs as; empty for the current one. */
export type RunAs = { uid?: number; gid?: number };

/** PostgreSQL refuses to run as root, so root hands it to `nobody`; anybody else runs it as themselves. */
export function findRunAs(): RunAs {
  if (process.getuid?.() !== 0) return {};
  return { uid: lookUp('-u'), gid: lookUp('-g') };
}

function lookUp(flag: '-u' | '-g'): number {
  try {
    return Number(
      execFileSync('id', [flag, 'nobody'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  } catch {
    return 65534; // small images have no such entry; the number needs none
  }
}
