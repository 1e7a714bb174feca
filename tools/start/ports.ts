import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from '../postgres/free-port.ts';

const defaults = { web: 7420, api: 7421, sandbox: 7422, git: 7423, postgres: 7424 };

export type Ports = typeof defaults;

// Their addresses are stored: in the cluster's kubeconfig and in the URLs of the demo repositories.
const remembered = ['sandbox', 'git'] as const;

/**
 * The ports of this start: those of the last one where they are still free, else others. Throws one sentence when a
 * port that cannot move, or that the user asked for, is taken.
 */
export async function choosePorts(dataDir: string, wantedWeb: number | undefined): Promise<Ports> {
  const file = join(dataDir, 'ports.json');
  const last: Partial<Ports> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const ports = { ...defaults, ...last };
  if (wantedWeb !== undefined) ports.web = wantedWeb;
  const chosen = { ...ports };
  const taken = new Set<number>();
  for (const name of Object.keys(ports) as (keyof Ports)[]) {
    const isFixed =
      (name === 'web' && wantedWeb !== undefined) ||
      (remembered.some((fixed) => fixed === name) && name in last);
    if (isFixed && !(await isFreeSoon(ports[name]))) {
      const other = name === 'web' ? 'port with --port' : 'data folder with BOWLINE_DATA';
      throw new Error(
        `Port ${ports[name]} of ${name} is taken by another program: stop that, or choose another ${other}.`,
      );
    }
    chosen[name] = await findOwnPort(ports[name], taken);
    taken.add(chosen[name]);
    if (chosen[name] === ports[name]) continue;
    if (name === 'web') console.log(`Port ${ports.web} is taken; using ${chosen.web}.`);
  }
  writeFileSync(file, `${JSON.stringify(chosen, null, 2)}\n`);
  return chosen;
}

// A process that was just stopped may keep its port for a moment after it is gone from the process table.
async function isFreeSoon(port: number): Promise<boolean> {
  for (let attempt = 0; attempt < 20; attempt++) {
    if ((await findFreePort(port)) === port) return true;
    await delay(100);
  }
  return false;
}

// Nobody listens yet, so the system may offer the same free port twice.
async function findOwnPort(wanted: number, taken: ReadonlySet<number>): Promise<number> {
  const port = await findFreePort(taken.has(wanted) ? 0 : wanted);
  return taken.has(port) ? findOwnPort(0, taken) : port;
}
