// Bundles the programs that run on Node, each with everything it imports: loading a thousand small TypeScript modules
// costs a start several seconds. Plain JavaScript: it runs before anything else can.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const entries = {
  supervise: 'tools/start/supervise.ts',
  api: 'apps/api/src/main.ts',
  sandbox: 'packages/sandbox/bin/sandbox.ts',
  git: 'tools/demo/serve.ts',
};

/** What a program may be made of, besides packages, which the lockfile stands for. */
const inputs = [
  'apps/api/package.json',
  'apps/api/src',
  'packages/contract/src',
  'packages/sandbox/bin',
  'packages/sandbox/src',
  'packages/sync-engine/src',
  'tools',
  'package-lock.json',
];
const skipped = /^(node_modules|testdata|repositories)$|\.test\.ts$/;
const keptMs = 7 * 86_400_000;

/**
 * Path of a bundled program: `supervise`, `api`, `sandbox` or `git`. It is built when sources or packages have changed since
 * the last time. Safe while others build or run the same.
 */
export async function programPath(root, name) {
  if (!Object.hasOwn(entries, name)) throw new Error(`There is no program ${name}.`);
  const cache = join(root, 'node_modules/.cache/bowline');
  const folder = join(cache, `programs-${hashInputs(root)}`);
  if (existsSync(folder)) utimesSync(folder, new Date(), new Date());
  else await buildAll(root, cache, folder);
  return join(folder, `${name}.mjs`);
}

async function buildAll(root, cache, folder) {
  mkdirSync(cache, { recursive: true });
  removeOld(cache);
  const scratch = mkdtempSync(`${folder}-`);
  await bundle(root, scratch);
  try {
    renameSync(scratch, folder);
  } catch (error) {
    rmSync(scratch, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // else somebody else was first
  }
}

let bundling = 0;

async function bundle(root, outdir) {
  const { build, stop } = await import('esbuild');
  bundling += 1;
  try {
    await build(bundleOptions(root, outdir));
  } finally {
    bundling -= 1;
    // Its process keeps what it read, hundreds of megabytes, for as long as ours runs.
    if (bundling === 0) await stop();
  }
}

function bundleOptions(root, outdir) {
  return {
    absWorkingDir: root,
    entryPoints: entries,
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // Error messages and logs name classes and functions.
    keepNames: true,
    legalComments: 'none',
    logLevel: 'silent',
    // CommonJS packages in the bundle ask for `require`.
    banner: {
      js: `import { createRequire as bowlineRequire } from 'node:module'; const require = bowlineRequire(${url(join(root, 'package.json'))});`,
    },
    plugins: [{ name: 'own-place', setup: keepPlace }],
  };
}

// A module looks for files beside itself: it is told where its source is, not where the bundle is.
function keepPlace(build) {
  build.onLoad({ filter: /\.(ts|js|mjs|cjs)$/ }, ({ path }) => {
    const source = readFileSync(path, 'utf8');
    const isAsking = /import\.meta\.url|__dirname|__filename/.test(source);
    if (!isAsking) return undefined;
    const isModule = /import\.meta\.url/.test(source);
    const contents = isModule
      ? source.replaceAll('import.meta.url', url(path))
      : `var __filename = ${JSON.stringify(path)}, __dirname = ${JSON.stringify(join(path, '..'))};${source}`;
    return { contents, loader: path.endsWith('.ts') ? 'ts' : 'js' };
  });
}

function url(path) {
  return JSON.stringify(pathToFileURL(path).href);
}

// Programs that still run may load a part of theirs later, so only what nobody has started for long is removed.
function removeOld(cache) {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (name.startsWith('programs-') && Date.now() - statSync(path).mtimeMs > keptMs)
      rmSync(path, { recursive: true, force: true });
  }
}

function hashInputs(root) {
  const hash = createHash('sha256').update(`${process.version}\0${root}\0`);
  for (const input of inputs) addToHash(hash, root, input);
  return hash.digest('hex').slice(0, 16);
}

function addToHash(hash, root, path) {
  const file = join(root, path);
  const stat = statSync(file);
  if (!stat.isDirectory()) return void hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\0`);
  for (const name of readdirSync(file).sort()) {
    if (!skipped.test(name)) addToHash(hash, root, `${path}/${name}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(await programPath(fileURLToPath(new URL('../..', import.meta.url)), 'api'));
}
