#!/usr/bin/env node
// Stand-in for Prisma's native `schema-engine`: the JSON-RPC it speaks over stdio and its three database commands,
// on @prisma/schema-engine-wasm and @prisma/adapter-pg. prisma.config.ts points the CLI here.
import { runDatabaseCommand } from './database-command.mjs';
import { serveRpc } from './rpc.mjs';

const args = process.argv.slice(2);

if (args[0] === '--version') {
  console.log('schema-engine-cli wasm');
} else if (args.includes('cli')) {
  process.exitCode = await runDatabaseCommand(args.at(-1), datasource().url);
} else {
  await serveRpc({ datasource: datasource(), datamodels: datamodels() });
  process.exit(0);
}

function datasource() {
  const at = args.indexOf('--datasource');
  return JSON.parse(at < 0 ? '{}' : args[at + 1]);
}

function datamodels() {
  const at = args.indexOf('--datamodels');
  if (at < 0) return [];
  const rest = args.slice(at + 1);
  const end = rest.findIndex((arg) => arg.startsWith('--') || arg === 'cli');
  return end < 0 ? rest : rest.slice(0, end);
}
