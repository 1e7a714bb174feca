// Run as a process of its own with a capped heap: one large render, or one large object, from files in git to a Plan.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEgress } from '@bowline/sync-engine/adapters/egress';
import { createGit } from '@bowline/sync-engine/adapters/git/git';
import { createRender } from '@bowline/sync-engine/adapters/render/render';
import { systemClock } from '@bowline/sync-engine/adapters/time/system-clock';
import { compare } from '@bowline/sync-engine/core/diff/compare';
import type { KubeObject, RenderResult } from '@bowline/sync-engine/core/model';
import { buildPlan } from '@bowline/sync-engine/core/plan/build-plan';
import { prepareDesired } from '@bowline/sync-engine/core/prepare-desired';
import { parseSyncOptions } from '@bowline/sync-engine/core/sync-options';
import { hashKey, tracking } from './deployments.ts';

/** What the process answers on its channel; `code` is that of a render that was refused. */
export type LargeWork = { objects: number; steps: number; code: string; ms: number; peakBytes: number };

const [url = '', outputBytesMax = ''] = process.argv.slice(2);

const started = performance.now();
const result = await renderOf(url, Number(outputBytesMax));
const steps = result.kind === 'rendered' ? planOf(result.manifests) : 0;
const answer: LargeWork = {
  objects: result.kind === 'rendered' ? result.manifests.length : 0,
  steps,
  code: result.kind === 'failed' ? result.code : '',
  ms: performance.now() - started,
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
process.send?.(answer);

async function renderOf(url: string, cap: number): Promise<RenderResult> {
  const dir = mkdtempSync(join(tmpdir(), 'bowline-bench-'));
  try {
    const git = createGit({
      dataDir: dir,
      clock: systemClock,
      egress: createEgress({ allow: [new URL(url).host] }),
    });
    const render = createRender({ git, dataDir: dir, cacheDir: dir, toolPaths: {}, clock: systemClock });
    const repository = {
      id: 'large',
      url,
      credential: { kind: 'none' as const },
      insecureSkipTlsVerify: false,
    };
    const resolved = await git.resolve(repository, 'main');
    if (!resolved.ok) throw new Error(resolved.message);
    return await render.render({
      application: { project: 'default', name: 'large' },
      destinationNamespace: 'bench',
      sources: [{ source: { repoURL: url, path: 'app' }, repository, revision: resolved.value.revision }],
      kubeVersion: 'v1.36.0',
      apiVersions: [],
      outputBytesMax: cap,
      mode: 'normal',
    });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The Plan against a cluster that has half of the objects, each of them changed. */
function planOf(manifests: readonly KubeObject[]): number {
  const desired = prepareDesired({
    manifests: [...manifests],
    destinationNamespace: 'bench',
    isNamespaced: () => true,
    ...tracking,
    policy: {},
  }).objects;
  const live = desired
    .filter((_, i) => i % 2 === 0)
    .map(({ metadata, ...object }, i) => ({
      ...object,
      metadata: { ...metadata, uid: `u${i}`, resourceVersion: '1', labels: { former: 'yes' } },
      data: { ...(object.data as object), 'line-0000000': 'former' },
    }));
  const common = { desired, live, base: null, hashKey };
  const comparison = compare({ ...common, ignore: [], schemaOf: () => undefined, ...tracking });
  const plan = buildPlan({
    ...common,
    kind: 'sync',
    application: { project: 'default', name: 'bench', uid: 'u', generation: 1 },
    destination: { cluster: 'here', namespace: 'bench' },
    revisions: [],
    comparison,
    options: parseSyncOptions(undefined),
  });
  return plan.steps.length;
}
