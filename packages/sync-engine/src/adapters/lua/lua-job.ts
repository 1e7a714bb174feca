import type { KubeObject } from '../../core/model.ts';

/** One script and the object it judges. */
export type LuaJob = { source: string; useOpenLibs: boolean; object: KubeObject };

/** What the script returned: `none` when it had nothing to say, `failed` when it broke off or returned what is no health. */
export type LuaAnswer =
  | { kind: 'health'; status: string; message: string }
  | { kind: 'none' }
  | { kind: 'failed'; message: string };

/** Lua's own limit on what a script may hold; the thread around it has another. */
export const luaMemoryBytesMax = 64 * 1024 * 1024;
