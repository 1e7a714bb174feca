// A comparison of 1,000 changed pairs against `kubectl diff` on the same objects, in the same run.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from '@bowline/sync-engine/core/diff/compare';
import type { KubeObject } from '@bowline/sync-engine/core/model';
import { createNamespace, startCluster } from './support/cluster.ts';
import { deployments, hashKey, tracking } from './support/deployments.ts';
import { machine, report, timed } from './support/figures.ts';

const count = 1000;
const atOnce = 20;
const dir = mkdtempSync(join(tmpdir(), 'bowline-bench-'));
const cluster = await startCluster(dir);
try {
  await createNamespace(cluster, 'bench');
  const before = deployments(count, 'web:1');
  const { desired } = deployments(count, 'web:2');
  for (let start = 0; start < count; start += atOnce)
    await Promise.all(before.desired.slice(start, start + atOnce).map(apply));
  mkdirSync(join(dir, 'manifests'));
  for (const object of desired)
    writeFileSync(join(dir, 'manifests', `${object.metadata.name}.json`), JSON.stringify(object));
  writeFileSync(join(dir, 'kubeconfig'), cluster.kubeconfig);

  const theirs = await timed(kubectlDiff);
  if (theirs.value < count) throw new Error(`kubectl diff found ${theirs.value} objects that differ.`);
  const mine = await timed(readAndCompare);
  if (mine.value.length < count) throw new Error(`The comparison found ${mine.value.length} changes.`);
  report(
    `${count} changed Deployments, ${cluster.name}`,
    [
      { what: 'kubectl diff', value: theirs.ms / 1000, unit: 's' },
      { what: 'list from the API server and compare', value: mine.ms / 1000, unit: 's' },
      { what: 'ratio', value: theirs.ms / mine.ms, unit: '', limit: { kind: 'at least', value: 5 } },
    ],
    [machine()],
  );

  async function readAndCompare(): Promise<unknown[]> {
    const list = await cluster.send('GET', '/apis/apps/v1/namespaces/bench/deployments');
    const { items } = list as { items: KubeObject[] };
    const live = items.map((item) => ({ ...item, apiVersion: 'apps/v1', kind: 'Deployment' }));
    const rules = { ignore: [], schemaOf: () => undefined, ...tracking, hashKey };
    const { resources } = compare({ desired, live, base: before.base, ...rules });
    return resources.filter(({ verdict }) => verdict === 'modified');
  }
} finally {
  await cluster.stop();
  rmSync(dir, { recursive: true, force: true });
}

function apply(object: KubeObject): Promise<unknown> {
  const path = `/apis/apps/v1/namespaces/bench/deployments/${object.metadata.name}`;
  return cluster.send(
    'PATCH',
    `${path}?fieldManager=bench&force=true`,
    object,
    'application/apply-patch+yaml',
  );
}

/** Objects that differ, by the headers of its output. Its exit code 1 says that some do. */
function kubectlDiff(): Promise<number> {
  return new Promise((resolve, reject) => {
    const args = ['diff', '--server-side', '--force-conflicts', '-f', join(dir, 'manifests')];
    const child = spawn('kubectl', args, {
      env: { PATH: process.env.PATH, HOME: dir, KUBECONFIG: join(dir, 'kubeconfig') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 1
        ? resolve(text.match(/^diff /gm)?.length ?? 0)
        : reject(new Error(`kubectl ended with ${code}.`)),
    );
  });
}
