import { readFile, readdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject, Source } from '../../core/model.ts';
import { spawnTool } from '../spawn.ts';
import { toManifests } from './manifests.ts';
import { readDocuments } from './read-documents.ts';
import type { Tool } from './tools.ts';
import type { Workbench } from './testing/workbench.ts';
import { findTestTool, rendered, startWorkbench } from './testing/workbench.ts';
import { parseYaml } from './yaml.ts';

/**
 * Folders of testdata/helm and testdata/kustomize, to be extended by adding one (see testdata/README.md). What we render has
 * to be what the real program prints, and what `expected.json` says; `UPDATE_GOLDEN=1` rewrites that file from the program.
 */
const isUpdate = process.env.UPDATE_GOLDEN === '1';
const root = fileURLToPath(new URL('./testdata', import.meta.url));
const [helmTool, kustomizeTool] = [await findTestTool('helm'), await findTestTool('kustomize')];
let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
  await bench.seed('golden', await filesBelow(root));
});
afterAll(() => bench?.stop());

describe.runIf(helmTool.ok)('renders as helm template does (SRC-5, SRC-6, SRC-7)', async () => {
  it.each(await readdir(join(root, 'helm')))('%s', async (name) => {
    const dir = join(root, 'helm', name);
    const args = await linesOf(join(dir, 'helm.args'), ['--include-crds']);
    const isNamed = args.some((arg) => arg.startsWith('--name-template='));
    const isPlaced = args.some((arg) => arg.startsWith('--namespace='));
    if (!helmTool.ok) return;
    const printed = await print(helmTool.tool, dir, [
      'template',
      ...(isPlaced ? [] : ['--namespace=web']),
      ...args,
      ...(isNamed ? [] : ['app']),
      './chart',
    ]);
    await agree(name, dir, 'chart', printed);
  });
});

describe.runIf(kustomizeTool.ok)('renders as kustomize build does (SRC-9)', async () => {
  it.each(await readdir(join(root, 'kustomize')))('%s', async (name) => {
    const dir = join(root, 'kustomize', name);
    const folder = existsSync(join(dir, 'same-as')) ? 'same-as' : 'app';
    if (!kustomizeTool.ok) return;
    const { tool } = kustomizeTool;
    const printed = await print(tool, dir, tool.prefix.length > 0 ? [folder] : ['build', folder]);
    await agree(name, dir, 'app', printed);
  });
});

async function agree(name: string, dir: string, defaultPath: string, printed: KubeObject[]): Promise<void> {
  const file = join(dir, 'expected.json');
  if (isUpdate) await writeFile(file, toText(printed));
  const expected = objectsOf(await readFile(file, 'utf8'));
  const [source = {}] = existsSync(join(dir, 'source.yaml'))
    ? (parseYaml(await readFile(join(dir, 'source.yaml'), 'utf8'), { duplicateKeys: 'refuse' }) as Source[])
    : [];
  const path = `${relative(root, dir)}/${(source as Source).path ?? defaultPath}`;
  const ours = rendered(
    await bench.renderOf(
      'golden',
      { ...source, path },
      { objects: 'as-printed', kubeVersion: '', apiVersions: [] },
    ),
  );
  expect(printed, `${name}: the program prints something else than expected.json`).toEqual(expected);
  expect(ours.manifests).toEqual(expected);
}

async function print(tool: Tool, cwd: string, args: string[]): Promise<KubeObject[]> {
  const run = await spawnTool({
    file: tool.file,
    args: [...tool.prefix, ...args],
    cwd,
    env: { HOME: bench.dataDir },
    timeoutMs: 60_000,
    stdoutBytesMax: 1e8,
  });
  if (run.exitCode !== 0) throw new Error(run.stderr);
  return objectsOf(run.stdout.toString('utf8'));
}

function objectsOf(text: string): KubeObject[] {
  const read = readDocuments(text, 'as-printed');
  if (!read.ok) throw read.error;
  const found = toManifests(read.documents.flat(), { origin: 'tool', objects: 'as-printed' });
  if (!found.ok) throw new Error(found.message);
  return found.manifests;
}

/** JSON with integers beyond 2^53 in full. */
function toText(value: unknown): string {
  const text = JSON.stringify(
    value,
    (_key, item) => (typeof item === 'bigint' ? `big:${item}` : (item as unknown)),
    2,
  );
  return `${text.replaceAll(/"big:(-?\d+)"/g, '$1')}\n`;
}

async function linesOf(file: string, fallback: string[]): Promise<string[]> {
  if (!existsSync(file)) return fallback;
  return (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
}

async function filesBelow(dir: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files[relative(dir, file)] = await readFile(file, 'utf8');
  }
  return files;
}
