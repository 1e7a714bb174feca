// Entry of the thread that runs Lua (X20). The program of Lua is compiled before the first job: that time is not the job's.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LuaFactory } from 'wasmoon';
import { type LuaAnswer, type LuaJob, luaMemoryBytesMax } from './lua-job.ts';
import { prelude } from './prelude.ts';

const factory = new LuaFactory(wasmPath());
await factory.getLuaModule();

/** In a bundle, Lua's program stands beside it; else it is in the package. */
function wasmPath(): string {
  const beside = join(dirname(fileURLToPath(import.meta.url)), 'glue.wasm');
  if (existsSync(beside)) return beside;
  return join(dirname(createRequire(import.meta.url).resolve('wasmoon')), 'glue.wasm');
}

/** A fresh Lua for every job: nothing of one is seen by the next. Throws when Lua itself broke; the thread is then given up. */
export async function handle(job: LuaJob): Promise<LuaAnswer> {
  const lua = await factory.createEngine({
    openStandardLibs: false,
    injectObjects: false,
    // Tables, never JavaScript's own objects: a script finds no way out of Lua.
    enableProxy: false,
    traceAllocations: true,
  });
  const { global } = lua;
  for (const library of [
    '_G',
    'table',
    'os',
    ...(job.useOpenLibs ? ['string', 'math', 'utf8', 'coroutine'] : []),
  ])
    global.loadLibrary(library as Parameters<typeof global.loadLibrary>[0]);
  global.setMemoryMax(luaMemoryBytesMax);
  global.set('bowline_object', withoutNulls(job.object));
  global.set('bowline_source', job.source);
  global.set('bowline_open', job.useOpenLibs);
  const answer = readAnswer(lua.doStringSync(prelude));
  global.close();
  return answer;
}

function readAnswer(found: unknown): LuaAnswer {
  const { kind, status, message } = Object(found) as Record<string, unknown>;
  const words = (typeof message === 'string' ? message : '').slice(0, 2000);
  if (kind === 'none') return { kind };
  if (kind === 'health') return { kind, status: typeof status === 'string' ? status : '', message: words };
  return { kind: 'failed', message: words || 'it broke off' };
}

/** Lua has no null: what is null is not there. Integers that Lua cannot hold are text, as they are to Argo CD. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value))
    return value.filter((item) => item !== null && item !== undefined).map(withoutNulls);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
    return String(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null && item !== undefined)
      .map(([name, item]) => [name, withoutNulls(item)]),
  );
}
