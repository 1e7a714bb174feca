#!/usr/bin/env node
// The `bowline` command: from source in a checkout (nothing to build first, never a stale build), else the bundle of the package.
import { existsSync } from 'node:fs';

const source = new URL('../src/main.ts', import.meta.url);
if (existsSync(source)) {
  const { register } = await import('tsx/esm/api');
  register();
  await import(source.href);
} else {
  await import(new URL('../dist/bowline.mjs', import.meta.url).href);
}
