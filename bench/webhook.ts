// Webhook to applied, against a bare `git fetch` and one server-side apply, on the same machine in the same run.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { load } from 'js-yaml';
import { sendWebhook } from '../tools/git-server/webhook.ts';
import { applyConfigMap, createNamespace, type WatchedObject } from './support/cluster.ts';
import { machine, percentile, report, timed } from './support/figures.ts';
import { addRepository, startStand } from './support/stand.ts';

const rounds = 25;
const run = promisify(execFile);
const manifest = (value: number) => `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {value: "${value}"}
`;

const stand = await startStand();
const clone = mkdtempSync(join(tmpdir(), 'bowline-bench-clone-'));
try {
  await createNamespace(stand.cluster, 'bench');
  await createNamespace(stand.cluster, 'bare');
  await addRepository(stand, 'one', { 'app/settings.yaml': manifest(0) });
  await run('git', ['clone', '--quiet', stand.git.urlOf('one'), clone]);
  let waiting: { value: string; done: () => void } | undefined;
  const watch = stand.cluster.watch('/api/v1/namespaces/bench/configmaps', (object: WatchedObject) => {
    if (object.metadata.name === 'settings' && object.data?.value === waiting?.value) waiting?.done();
  });
  const seen = (value: number) => new Promise<void>((done) => (waiting = { value: String(value), done }));
  const first = seen(0);
  await stand.addApplication('one', { repository: 'one', path: 'app', isAutomated: true });
  await first;

  const bare: number[] = [];
  const bowline: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const commit = await stand.git.commit('one', {
      files: { 'app/settings.yaml': manifest(round) },
      message: `${round}`,
    });
    bare.push((await timed(() => fetchAndApply(round))).ms);
    const applied = seen(round);
    const push = { repositoryUrl: stand.git.urlOf('one'), ref: 'refs/heads/main', before: '', after: commit };
    bowline.push((await timed(() => Promise.all([sendWebhook(stand.webhook, push), applied]))).ms);
    await stand.until('the operation to end', `SELECT count(*) = 0 FROM operation WHERE finished_at IS NULL`);
    await new Promise((resolve) => setTimeout(resolve, 200)); // idle again
  }
  watch.stop();
  const [mine, theirs] = [percentile(bowline, 0.5), percentile(bare, 0.5)];
  report(
    `Webhook to applied, ${rounds} rounds, ${stand.cluster.name}`,
    [
      { what: 'git fetch + server-side apply, p50', value: theirs, unit: 'ms' },
      { what: 'Bowline, p50', value: mine, unit: 'ms' },
      { what: 'Bowline, p95', value: percentile(bowline, 0.95), unit: 'ms' },
      { what: 'ratio of the p50', value: mine / theirs, unit: '', limit: { kind: 'at most', value: 4 } },
    ],
    [machine()],
  );
} finally {
  rmSync(clone, { recursive: true, force: true });
  await stand.stop();
}

async function fetchAndApply(round: number): Promise<void> {
  await run('git', ['-C', clone, 'fetch', '--quiet', 'origin', 'main']);
  const { stdout } = await run('git', ['-C', clone, 'show', 'FETCH_HEAD:app/settings.yaml']);
  const { data } = load(stdout) as { data: Record<string, string> };
  if (data.value !== String(round)) throw new Error('The clone lags behind.');
  await applyConfigMap(stand.cluster, 'bare', 'settings', data);
}
