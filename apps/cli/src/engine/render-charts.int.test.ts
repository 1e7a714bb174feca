import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChartServer } from '@bowline/sync-engine/adapters/render/testing/chart-repository';
import { simpleChart, startChartServer } from '@bowline/sync-engine/adapters/render/testing/chart-repository';
import { findTestTool } from '@bowline/sync-engine/adapters/render/testing/workbench';
import { runCli } from '../testing/fake-io.ts';

const helmTool = await findTestTool('helm');
let server: ChartServer;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bowline-render-charts-'));
  server = await startChartServer([
    { name: 'web', version: '1.2.3', archive: await simpleChart('web', '1.2.3') },
  ]);
  const at = `127.0.0.1:${server.port}`;
  await writeFile(
    join(dir, 'app.yaml'),
    `kind: Application\nmetadata: {name: shop}\nspec: {source: {repoURL: "http://${at}/charts", chart: web, targetRevision: 1.x}}\n`,
  );
  await writeFile(
    join(dir, 'repositories.yaml'),
    `apiVersion: ""\nrepositories:\n- {name: ours, url: "http://${at}/charts", username: reader, password: s3cret}\n`,
  );
  await writeFile(join(dir, 'mine.yaml'), 'from: mine\n');
});
afterAll(async () => {
  await server?.stop();
  await rm(dir, { recursive: true, force: true });
});

describe.runIf(helmTool.ok)('engine render of a chart in a Helm repository (SRC-14)', () => {
  const run = (...args: string[]) =>
    runCli(['engine', 'render', dir, '--source', join(dir, 'app.yaml'), '-o', 'json', ...args]);

  it('fetches from the repositories that the caller names, with a value file of this machine', async () => {
    const file = ['--helm-repositories', join(dir, 'repositories.yaml'), '--values', join(dir, 'mine.yaml')];
    const url = ['--helm-repository', `http://reader:s3cret@127.0.0.1:${server.port}/charts`];
    for (const [args, from] of [
      [file, 'mine'],
      [url, 'default'],
    ] as const) {
      const { exitCode, out, err } = await run(...args);
      expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
      expect(JSON.parse(out)).toMatchObject([{ data: { version: '1.2.3', from } }]);
    }
  });

  it('contacts nothing that was not named', async () => {
    const before = server.requests.length;
    const { exitCode, err } = await run('--helm-repository', 'https://charts.example.com/stable');
    expect(exitCode).toBe(2);
    expect(err).toContain('[repository_unknown]');
    expect(server.requests).toHaveLength(before);
  });
});
