import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{ name: string, what: string, commands: string[][], report?: 'vitest' | 'playwright', skip?: string }} Stage
 * `commands` run one after the other; the first word is a program of node_modules/.bin, or `node`. `report` names
 * the JSON file the stage leaves in the report folder. `skip` says in one line why there is nothing to run.
 */

/** The stages of `npm test`, in order: what is quick and likely to fail comes first. */
export function listStages(root, reportDir) {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const freshness = ['check:migrations', 'check:openapi', 'check:docs'].filter((name) => scripts[name]);
  const vitest = (name, projects) => [
    ['vitest', 'run', ...projects.flatMap((project) => ['--project', project]), '--passWithNoTests'],
    ['--reporter=default', '--reporter=json', `--outputFile.json=${join(reportDir, `${name}.json`)}`],
  ];
  const hasBrowserTests = existsSync(join(root, 'e2e/playwright.config.ts'));

  /** @type {Stage[]} */
  const stages = [
    {
      name: 'generate',
      what: 'database client',
      commands: [['node', 'prisma/engine/generate.mjs', '--required']],
    },
    { name: 'lint', what: 'oxlint', commands: [['oxlint', '--deny-warnings']] },
    { name: 'format', what: 'biome', commands: [['biome', 'format']] },
    {
      name: 'types',
      what: 'tsc',
      commands: [
        ['turbo', 'run', 'typecheck', '--output-logs=errors-only'],
        ['tsc', '--noEmit', '-p', 'tools/tsconfig.json'],
      ],
    },
    {
      name: 'imports',
      what: 'directions, cycles, file rules',
      commands: [['tsx', 'tools/check/imports.ts']],
    },
    { name: 'unused', what: 'knip', commands: [['knip']] },
    {
      name: 'fresh',
      what: 'migrations, generated files',
      commands: freshness.map((name) => scripts[name].split(' ')),
      skip: freshness.length ? undefined : 'nothing generated is checked in',
    },
    { name: 'unit', what: 'vitest', commands: [vitest('unit', ['unit', 'dom']).flat()], report: 'vitest' },
    {
      name: 'integration',
      what: 'vitest',
      commands: [vitest('integration', ['integration']).flat()],
      report: 'vitest',
    },
    {
      name: 'fuzz',
      what: 'broken input for the engine, the same every time',
      commands: [['tsx', 'tools/fuzz/run.ts', '--seconds', '10', '--seed', '1']],
    },
    {
      name: 'sizes',
      what: 'memory for large renders, bytes per page of the web app',
      commands: [
        ['tsx', 'bench/large.ts', '--quick'],
        ['tsx', 'tools/start/build.ts'],
        ['tsx', 'tools/check/bundle-sizes.ts'],
      ],
    },
    {
      name: 'browser',
      what: 'Playwright',
      commands: [
        ['tsx', 'tools/start/build.ts'],
        ['playwright', 'test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json'],
      ],
      report: 'playwright',
      skip: hasBrowserTests ? undefined : 'there are no browser tests',
    },
  ];
  return stages;
}
