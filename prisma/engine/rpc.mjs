import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { createAdapterFactory } from './adapter-factory.mjs';

const renamed = { getDatabaseVersion: 'version' };
const needDiagnosis = new Set(['evaluateDataLoss', 'createMigration']);

/** Answers the schema engine's JSON-RPC, one request a line on stdin, until stdin ends. */
export async function serveRpc({ datasource, datamodels }) {
  const { SchemaEngine } = await loadWasm();
  let engine;
  const getEngine = async () =>
    (engine ??= await SchemaEngine.new(
      {
        datamodels: datamodels.length
          ? datamodels.map((file) => [file, readFileSync(file, 'utf8')])
          : undefined,
      },
      () => {},
      bindMigrationAwareSqlAdapterFactory(createAdapterFactory(datasource)),
    ));

  for await (const line of createInterface({ input: process.stdin })) {
    const request = parse(line);
    if (!request?.method) continue;
    try {
      send({ id: request.id, result: (await call(await getEngine(), request)) ?? null });
    } catch (error) {
      send({ id: request.id, error: describe(error) });
    }
  }
}

async function loadWasm() {
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const bindings = await import(pathToFileURL(join(folder, 'schema_engine_bg.js')).href);
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (text) => console.error('schema engine panic:', text),
  };
  const wasm = readFileSync(join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings;
}

async function call(engine, { id, method, params }) {
  // These two never ask for the shadow database themselves; a diagnosis first makes the engine take it.
  if (needDiagnosis.has(method) && params.migrationsList.migrationDirectories.length) {
    const { migrationsList, filters } = params;
    await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: true, filters });
  }
  const result = await engine[renamed[method] ?? method](params);
  if (method !== 'diff' || result.stdout == null) return result;
  // The CLI prints a diff only when it arrives as a request of the engine's own.
  send({ id: 1_000_000 + id, method: 'print', params: { content: result.stdout } });
  return { ...result, stdout: null };
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function describe(error) {
  const message = error?.message ?? String(error);
  return {
    code: 4466,
    message: 'An error happened. Check the data field for details.',
    data: { is_panic: false, message, meta: error?.meta ?? {}, error_code: error?.code ?? '' },
  };
}
