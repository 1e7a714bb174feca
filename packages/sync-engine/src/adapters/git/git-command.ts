import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitRepository, GitResult } from '../../ports/git.ts';
import type { Egress } from '../egress.ts';
import type { SpawnOutcome } from '../spawn.ts';
import { spawnTool } from '../spawn.ts';
import { classifyRemoteFailure, failure } from './git-failure.ts';
import type { RemoteUrl } from './remote-url.ts';
import { parseRemoteUrl } from './remote-url.ts';

/** Where git is, where it may write, and what it may reach. */
export type GitTool = {
  git: string;
  scratchDir: string;
  egress: Egress;
  path: string;
  /** Program that bounds how large a file git may write; undefined where there is none. */
  prlimit: Promise<string | undefined>;
};

/** A pack that grows beyond this is a server that sends without end (X29). */
const packBytesMax = 8 * 1024 ** 3;

/** Nothing a repository brings along is ever run: hooks, fsmonitor, filters, credential helpers, other transports (X7, X8). */
const safeConfig: [string, string][] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.askPass', ''],
  ['core.sshCommand', 'false'],
  ['core.attributesFile', '/dev/null'],
  ['credential.helper', ''],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['fetch.writeCommitGraph', 'false'],
  ['submodule.recurse', 'false'],
  ['protocol.allow', 'never'],
  ['protocol.https.allow', 'always'],
  ['protocol.http.allow', 'always'],
  ['protocol.ssh.allow', 'always'],
  // A redirect would reach an address that was never checked, and carry the credential along (X25, X26).
  ['http.followRedirects', 'false'],
  // A server that drips is given up: under 1 kB/s for 30 s (X29).
  ['http.lowSpeedLimit', '1000'],
  ['http.lowSpeedTime', '30'],
];

/** Environment of a git process: no inherited variable, no system or user configuration, settings in the environment. */
export function gitEnvironment(
  tool: GitTool,
  home: string,
  config: [string, string][],
): Record<string, string> {
  const settings = [...safeConfig, ...config];
  const env: Record<string, string> = {
    PATH: tool.path,
    HOME: home,
    XDG_CONFIG_HOME: home,
    TMPDIR: home,
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_ASKPASS: 'false',
    SSH_ASKPASS: 'false',
    GIT_SSH_COMMAND: 'false',
    GIT_CONFIG_COUNT: String(settings.length),
  };
  settings.forEach(([key, value], index) => {
    env[`GIT_CONFIG_KEY_${index}`] = key;
    env[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return env;
}

/** Runs a git command that touches no remote. */
export async function runLocal(
  tool: GitTool,
  gitDir: string,
  args: string[],
  options: { timeoutMs?: number; input?: string } = {},
): Promise<SpawnOutcome> {
  return await spawnTool({
    file: tool.git,
    args: ['--git-dir', gitDir, ...args],
    cwd: tool.scratchDir,
    env: gitEnvironment(tool, tool.scratchDir, [['protocol.allow', 'never']]),
    timeoutMs: options.timeoutMs ?? 60_000,
    stdoutBytesMax: 64 * 1024 * 1024,
    input: options.input,
  });
}

/** One contact with a remote: the arguments come after the checked URL is known. */
export type RemoteCall = {
  gitDir?: string;
  args: (url: string) => string[];
  timeoutMs: number;
  stdoutBytesMax: number;
};

/** Checks the URL and the address, opens the credential for this one process, runs git and explains a failure. */
export async function runRemote(
  tool: GitTool,
  repo: GitRepository,
  call: RemoteCall,
): Promise<GitResult<SpawnOutcome>> {
  const remote = parseRemoteUrl(repo.url);
  if ('code' in remote) return { ok: false, ...remote };
  const pinned = await pinAddress(tool, repo, remote);
  if (!pinned.ok) return pinned;
  const home = await mkdtemp(join(tool.scratchDir, 'git-'));
  try {
    const access = await openAccess(repo, remote, pinned.value, home);
    if (!access.ok) return access;
    const limiter = await tool.prlimit;
    const args = [...(call.gitDir === undefined ? [] : ['--git-dir', call.gitDir]), ...call.args(remote.url)];
    const run = await spawnTool({
      file: limiter ?? tool.git,
      args: limiter === undefined ? args : [`--fsize=${packBytesMax}`, '--core=0', '--', tool.git, ...args],
      cwd: home,
      env: { ...gitEnvironment(tool, home, access.value.config), ...access.value.env },
      timeoutMs: call.timeoutMs,
      stdoutBytesMax: call.stdoutBytesMax,
    });
    if (run.end === 'exited' && run.exitCode === 0) return { ok: true, value: run };
    return { ok: false, ...classifyRemoteFailure(run, remote.display, access.value.secrets) };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** The address git will be made to use; undefined when a proxy does the resolving. */
async function pinAddress(
  tool: GitTool,
  repo: GitRepository,
  remote: RemoteUrl,
): Promise<GitResult<string | undefined>> {
  const proxy = repo.proxy === undefined || repo.proxy === '' ? undefined : safeProxy(repo.proxy);
  if (proxy === null) {
    return failure(
      'git_url_invalid',
      'The proxy of the repository is not an http or https URL.',
      'Use http://host:port.',
    );
  }
  if (proxy !== undefined && remote.protocol === 'ssh') {
    // ProxyCommand is a shell line: it is never built from user input (X27).
    return failure(
      'git_url_invalid',
      'A proxy cannot be used for an SSH repository.',
      'Use the https URL of the repository.',
    );
  }
  const target = proxy ?? { host: remote.host, port: remote.port };
  const verdict = await tool.egress.check(target.host, target.port);
  if (!verdict.ok) {
    const code = verdict.code === 'host_not_found' ? 'git_unreachable' : verdict.code;
    return failure(code, verdict.message, verdict.hint);
  }
  return { ok: true, value: proxy === undefined ? verdict.addresses[0] : undefined };
}

function safeProxy(text: string): { host: string; port: number } | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  return { host: url.hostname, port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)) };
}

type Access = { config: [string, string][]; env: Record<string, string>; secrets: string[] };

/** Secrets reach git through its environment and 0600 files in a folder of this call, never through argv. */
async function openAccess(
  repo: GitRepository,
  remote: RemoteUrl,
  address: string | undefined,
  home: string,
): Promise<GitResult<Access>> {
  const { credential } = repo;
  if (remote.protocol === 'ssh') {
    if (credential.kind !== 'ssh') {
      return failure(
        'git_auth_failed',
        `${remote.display} needs an SSH key.`,
        'Give the repository an SSH private key and the known hosts.',
      );
    }
    const key = credential.privateKey.endsWith('\n') ? credential.privateKey : `${credential.privateKey}\n`;
    await writeFile(join(home, 'key'), key, { mode: 0o600 });
    await writeFile(join(home, 'known_hosts'), `${credential.knownHosts}\n`, { mode: 0o600 });
    return {
      ok: true,
      value: {
        config: [],
        env: { GIT_SSH_COMMAND: sshCommand(remote, address, home), GIT_SSH_VARIANT: 'ssh' },
        secrets: [credential.privateKey],
      },
    };
  }
  if (credential.kind === 'ssh') {
    return failure(
      'git_auth_failed',
      `${remote.display} cannot be reached with an SSH key.`,
      'Use a user name and token, or the SSH URL of the repository.',
    );
  }
  const origin = new URL(remote.url).origin;
  const config: [string, string][] = [];
  const secrets: string[] = [];
  if (credential.kind !== 'none') {
    const token = credential.kind === 'basic' ? credential.password : credential.token;
    const basic =
      credential.kind === 'basic' ? Buffer.from(`${credential.username}:${token}`).toString('base64') : '';
    secrets.push(token, basic);
    const header = credential.kind === 'basic' ? `Basic ${basic}` : `Bearer ${token}`;
    // A line break would smuggle a second header.
    if (/[\r\n\0]/.test(header))
      return failure('git_auth_failed', 'The credential holds a line break.', 'Enter the credential again.');
    config.push([`http.${origin}/.extraHeader`, `Authorization: ${header}`]);
  }
  if (address !== undefined) {
    const host = remote.host.replace(/^\[|\]$/g, '');
    config.push([
      'http.curloptResolve',
      `${host}:${remote.port}:${address.includes(':') ? `[${address}]` : address}`,
    ]);
  }
  if (repo.insecureSkipTlsVerify) config.push(['http.sslVerify', 'false']);
  if (repo.caPem !== undefined && repo.caPem !== '') {
    const file = join(home, 'ca.pem');
    await writeFile(file, repo.caPem, { mode: 0o600 });
    config.push(['http.sslCAInfo', file]);
  }
  config.push(['http.proxy', repo.proxy ?? '']);
  return { ok: true, value: { config, env: {}, secrets } };
}

/** Host and login were checked against strict patterns and the paths are ours, so the line holds no foreign shell text. */
function sshCommand(remote: RemoteUrl, address: string | undefined, home: string): string {
  const host = remote.host.replace(/^\[|\]$/g, '');
  const alias = remote.port === 22 ? host : `[${host}]:${remote.port}`;
  const options = [
    'BatchMode=yes',
    'StrictHostKeyChecking=yes',
    `UserKnownHostsFile=${join(home, 'known_hosts')}`,
    'GlobalKnownHostsFile=/dev/null',
    'IdentitiesOnly=yes',
    'IdentityAgent=none',
    'ForwardAgent=no',
    'ClearAllForwardings=yes',
    'PasswordAuthentication=no',
    'KbdInteractiveAuthentication=no',
    'ConnectTimeout=15',
    `HostKeyAlias=${alias}`,
    ...(address === undefined ? [] : [`HostName=${address}`]),
  ];
  const quoted = ['-F', '/dev/null', '-i', join(home, 'key'), ...options.flatMap((option) => ['-o', option])];
  return `ssh ${quoted.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ')}`;
}
