// Bundles the command with everything it needs into dist/, so that the npm package has no dependencies of its own.
import { rm } from 'node:fs/promises';
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
  // CommonJS packages in the bundle ask for `require`.
  banner: {
    js: "import { createRequire as bowlineCreateRequire } from 'node:module'; const require = bowlineCreateRequire(import.meta.url);",
  },
});
