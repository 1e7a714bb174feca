// `npm test`: every check and every test, or some of them with `-- --only lint,unit`. Needs no server, no browser and
// no network: what tests need comes from npm.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { formatSummary, readCounts, sumCounts } from './results.mjs';
import { listStages } from './stages.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const stageTimeoutMs = 25 * 60_000;
const { values } = parseArgs({ options: { only: { type: 'string' }, bail: { type: 'boolean' } } });

if (!existsSync(join(root, 'node_modules/vitest')))
  fail('The dependencies are not installed: run npm ci first.');
const reportDir = mkdtempSync(join(tmpdir(), 'bowline-test-report-'));
const stages = selectStages(listStages(root, reportDir), values.only);
const results = [];

for (const stage of stages) {
  const result = await runStage(stage);
  results.push(result);
  if (result.state === 'failed' && values.bail) break;
}
rmSync(reportDir, { recursive: true, force: true });
console.log(`\n${formatSummary(results)}`);
process.exitCode = sumCounts(results).failed > 0 ? 1 : 0;

function selectStages(all, only) {
  if (!only) return all;
  const wanted = only.split(',');
  const unknown = wanted.find((name) => !all.some((stage) => stage.name === name));
  if (unknown) fail(`There is no stage ${unknown}: choose from ${all.map(({ name }) => name).join(', ')}.`);
  return all.filter(({ name }) => wanted.includes(name));
}

async function runStage(stage) {
  const started = performance.now();
  const base = { name: stage.name, passed: 0, failed: 0, skipped: 0, seconds: 0 };
  if (stage.skip) return { ...base, state: 'skipped', note: stage.skip };
  console.log(`\n── ${stage.name} (${stage.what}) ──`);
  const report = join(reportDir, `${stage.name}.json`);
  let isGreen = true;
  for (const command of stage.commands) isGreen = isGreen && (await runCommand(command, report));
  const seconds = (performance.now() - started) / 1000;
  return { ...base, ...readCounts(stage.report, report), seconds, state: isGreen ? 'ok' : 'failed' };
}

function runCommand([program, ...args], report) {
  const executable = program === 'node' ? process.execPath : join(root, 'node_modules/.bin', program);
  const child = spawn(executable, args, {
    cwd: root,
    env: environment(report),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      console.error(`${program} took longer than ${stageTimeoutMs / 60_000} minutes and was stopped.`);
      child.kill('SIGTERM');
    }, stageTimeoutMs);
    child.once('error', (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      clearTimeout(timer);
      resolve(false);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
  });
}

// No tool may phone home, and none may find a database or cluster of the person who runs the tests.
function environment(report) {
  const { DATABASE_URL: _database, KUBECONFIG: _kubeconfig, ...rest } = process.env;
  return {
    ...rest,
    PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
    TURBO_TELEMETRY_DISABLED: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    CI: process.env.CI ?? '1',
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  };
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
