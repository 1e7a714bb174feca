import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export type SampleName = 'argocd-example-apps' | 'podinfo' | 'flux2-kustomize-helm-example';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * A public repository as a seed for `createRepository`, or undefined, said in one line, when the bundles are absent.
 * `BOWLINE_SAMPLES` names their folder, relative to the repository's root.
 */
export function loadSample(name: SampleName): { bundle: string } | undefined {
  const bundle = join(resolve(root, process.env.BOWLINE_SAMPLES ?? '../shared/samples'), `${name}.bundle`);
  if (existsSync(bundle)) return { bundle };
  console.log(`Skipped: the sample repository ${name} is not there (BOWLINE_SAMPLES names its folder).`);
  return undefined;
}
