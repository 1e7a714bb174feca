import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { engineCases, fileOfCase, runEngineCase } from '../testing/engine-cases.ts';
import { runCli } from '../testing/fake-io.ts';

const commands = ['render', 'health', 'diff', 'plan', 'decide', 'windows', 'tree'] as const;
type Command = (typeof commands)[number];

/** The two schemas of a command, compiled strictly: an unknown keyword fails. */
async function compiled(command: Command) {
  const { exitCode, out } = await runCli(['engine', command, '--schema']);
  expect(exitCode).toBe(0);
  const { input, output } = JSON.parse(out) as { input: object; output: object };
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  ajv.addFormat('date-time', (text) => !Number.isNaN(Date.parse(text)));
  return { ajv, input: ajv.compile(input), output: ajv.compile(output) };
}

const runs = engineCases().filter((name) => !name.startsWith('error-'));
const commandOf = (name: string) =>
  commands.find((command) =>
    readFileSync(fileOfCase(name, 'command'), 'utf8').startsWith(`engine ${command}`),
  ) as Command;

describe('engine … --schema', () => {
  it.each(commands)('%s is described by JSON Schema 2020-12', async (command) => {
    const { input, output } = await compiled(command);
    expect(input(null)).toBe(false);
    expect(output(null)).toBe(false);
    // Every command has a case, so that no output is left unchecked.
    expect(runs.map(commandOf)).toContain(command);
  });

  it.each(runs)(
    'the output of %s is as its schema says',
    async (name) => {
      const { ajv, output } = await compiled(commandOf(name));
      const { out } = await runEngineCase(name, '-o', 'json');
      expect(output(JSON.parse(out)), ajv.errorsText(output.errors)).toBe(true);
    },
    30_000,
  );

  it.each([
    ['decide-window-closed', 'situation.yaml'],
    ['decide-deletion-budget', 'situation.yaml'],
    ['tree-of-a-deployment', 'live.yaml'],
    ['windows-denied', 'project.yaml'],
    ['render-source-block', 'source.yaml'],
    ['render-application', 'app.yaml'],
    ['render-several-sources', 'sources.yaml'],
  ])('the input of %s is as its schema says', async (name, file) => {
    const { ajv, input } = await compiled(commandOf(name));
    const documents = loadAll(readFileSync(fileOfCase(name, file), 'utf8')) as Record<string, unknown>[];
    const written =
      commandOf(name) === 'tree' ? documents : documents.find((one) => one.kind !== 'AppProject' || one.spec);
    expect(input(written), ajv.errorsText(input.errors)).toBe(true);
  });
});
