// Bundles the command with everything it needs into dist/, so that the npm package has no dependencies of its own.
import { copyFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('.', import.meta.url));
await rm(`${folder}dist`, { recursive: true, force: true });
await build({
  absWorkingDir: folder,
  entryPoints: {
    bowline: 'src/main.ts',
    // Threads are started by file name.
    start: '../../packages/sync-engine/src/adapters/worker/start.mjs',
    'jsonnet-worker': '../../packages/sync-engine/src/adapters/render/jsonnet/jsonnet-worker.ts',
    'lua-worker': '../../packages/sync-engine/src/adapters/lua/lua-worker.ts',
  },
  // Only for threads that run from source.
  external: ['tsx/esm/api'],
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
  // CommonJS packages in the bundle ask for `require` and their file name.
  banner: {
    js: [
      "import { createRequire as bowlineCreateRequire } from 'node:module';",
      "import { fileURLToPath as bowlineFileUrlToPath } from 'node:url';",
      'const require = bowlineCreateRequire(import.meta.url);',
      'const __filename = bowlineFileUrlToPath(import.meta.url);',
    ].join(' '),
  },
});
// Lua itself, which its thread reads from beside the bundle.
const lua = dirname(createRequire(import.meta.url).resolve('wasmoon'));
await copyFile(`${lua}/glue.wasm`, `${folder}dist/glue.wasm`);
