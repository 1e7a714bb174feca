import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** Absolute paths of the servers, or why there are none on this machine. */
export type ControlPlaneBinaries =
  | {
      readonly available: true;
      readonly etcd: string;
      readonly apiserver: string;
      readonly controllerManager: string;
    }
  | { readonly available: false; readonly reason: string };

const source = dirname(fileURLToPath(import.meta.url));
const inputs = ['go.mod', 'go.sum', 'tools.go', 'cmd/etcd/main.go', 'build.ts'];
const names = ['etcd', 'kube-apiserver', 'kube-controller-manager'] as const;
const version = '1.36.3';
const buildTimeoutMs = 30 * 60_000;

/**
 * The control plane's binaries from the cache (`BOWLINE_CACHE`, else `~/.cache/bowline`), built there first when
 * these sources were not built before: about five minutes on two cores, 230 MB.
 */
export async function buildControlPlane(
  options: { readonly log?: (line: string) => void } = {},
): Promise<ControlPlaneBinaries> {
  const cache = process.env.BOWLINE_CACHE ?? join(homedir(), '.cache', 'bowline');
  const folder = join(cache, `control-plane-${await sourcesHash()}`);
  if (await haveAll(folder)) return binariesIn(folder);
  const go = await findOnPath('go');
  if (go === undefined) {
    return { available: false, reason: 'The control plane is not built: `go` is not on PATH.' };
  }
  options.log?.(`Building etcd and Kubernetes ${version} into ${folder} (minutes, once).`);
  await mkdir(cache, { recursive: true });
  const partial = await mkdtemp(join(cache, 'control-plane-partial-'));
  try {
    await compile(go, partial);
    // Two builders may race: the first rename wins, and the loser's copy is the same.
    await rename(partial, folder).catch(async (error: unknown) => {
      if (!(await haveAll(folder))) throw error;
    });
  } catch (error) {
    const stderr = (error as { stderr?: string }).stderr?.trim().split('\n').slice(-5).join('\n');
    return { available: false, reason: `The control plane could not be built: ${stderr || String(error)}` };
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return binariesIn(folder);
}

async function compile(go: string, folder: string): Promise<void> {
  const stamp = 'k8s.io/component-base/version';
  const [major, minor] = version.split('.');
  const flags = `-s -w -X ${stamp}.gitVersion=v${version} -X ${stamp}.gitMajor=${major} -X ${stamp}.gitMinor=${minor}`;
  const packages = [
    './cmd/etcd',
    'k8s.io/kubernetes/cmd/kube-apiserver',
    'k8s.io/kubernetes/cmd/kube-controller-manager',
  ];
  await promisify(execFile)(
    go,
    [
      'build',
      '-mod=readonly',
      '-trimpath',
      '-buildvcs=false',
      `-ldflags=${flags}`,
      '-o',
      `${folder}/`,
      ...packages,
    ],
    { cwd: source, env: { ...process.env, CGO_ENABLED: '0' }, timeout: buildTimeoutMs, maxBuffer: 16 << 20 },
  );
}

async function sourcesHash(): Promise<string> {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`);
  for (const input of inputs) hash.update(await readFile(join(source, input)));
  return hash.digest('hex').slice(0, 16);
}

async function haveAll(folder: string): Promise<boolean> {
  const found = await Promise.all(names.map((name) => isThere(join(folder, name))));
  return found.every(Boolean);
}

function binariesIn(folder: string): ControlPlaneBinaries {
  return {
    available: true,
    etcd: join(folder, 'etcd'),
    apiserver: join(folder, 'kube-apiserver'),
    controllerManager: join(folder, 'kube-controller-manager'),
  };
}

async function findOnPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (folder !== '' && (await isThere(join(folder, name)))) return join(folder, name);
  }
  return undefined;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const built = await buildControlPlane({ log: (line) => console.log(line) });
  console.log(built.available ? `Ready in ${dirname(built.etcd)}` : built.reason);
}
