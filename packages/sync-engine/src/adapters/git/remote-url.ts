/** A repository URL taken apart: what git is given, what egress checks, what may be shown. Never holds userinfo. */
export type RemoteUrl = {
  protocol: 'https' | 'http' | 'ssh';
  host: string;
  port: number;
  /** For git's argv: no password, and for ssh only the login name. */
  url: string;
  /** Host and path, for messages. */
  display: string;
};

export type RemoteUrlProblem = { code: 'git_url_invalid'; message: string; hint: string };

const hostPattern = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])$/i;
const userPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

/**
 * Reads https, http, ssh and scp-like (`git@host:path`) URLs. Everything else is refused: `ext::` and `fd::` run programs,
 * `file:` reads this server, a leading `-` is an option (X7). Userinfo is dropped, except the ssh login name (X78).
 */
export function parseRemoteUrl(text: string): RemoteUrl | RemoteUrlProblem {
  const url = text.trim();
  if (url === '' || url.startsWith('-') || /[\u0000-\u0020\u007f]/.test(url)) return problem();
  if (/^[a-z][a-z0-9+.-]*::/i.test(url)) return problem();
  const scp = /^(?:([^@/:]+)@)?([^/:@[\]]+|\[[0-9a-f:]+\]):(?!\/\/)(.+)$/i.exec(url);
  if (scp !== null && !/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) {
    return fromParts(
      'ssh',
      scp[1] ?? 'git',
      scp[2]!,
      undefined,
      scp[3]!.replace(/^\/+/, ''),
      scp[3]!.startsWith('/'),
    );
  }
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return problem();
  }
  const path = parsed.pathname.replace(/^\/+/, '');
  switch (parsed.protocol) {
    case 'https:':
    case 'http:': {
      if (!hostPattern.test(parsed.hostname) || path === '') return problem();
      const protocol = parsed.protocol === 'https:' ? 'https' : 'http';
      const port = parsed.port === '' ? (protocol === 'https' ? 443 : 80) : Number(parsed.port);
      const clean = `${protocol}://${parsed.host}/${path}${parsed.search}`;
      return { protocol, host: parsed.hostname, port, url: clean, display: `${parsed.host}/${path}` };
    }
    case 'ssh:':
      return fromParts('ssh', parsed.username || 'git', parsed.hostname, parsed.port, path, true);
    default:
      return problem();
  }
}

function fromParts(
  protocol: 'ssh',
  user: string,
  host: string,
  portText: string | undefined,
  path: string,
  isAbsolute: boolean,
): RemoteUrl | RemoteUrlProblem {
  // ssh reads a host or login name that begins with a dash as an option (X7, X27).
  if (!hostPattern.test(host) || !userPattern.test(user) || path === '') return problem();
  const port = portText === undefined || portText === '' ? 22 : Number(portText);
  const authority = port === 22 ? host : `${host}:${port}`;
  const url = isAbsolute ? `ssh://${user}@${authority}/${path}` : `${user}@${host}:${path}`;
  return { protocol, host, port, url, display: `${authority}/${path}` };
}

function problem(): RemoteUrlProblem {
  return {
    code: 'git_url_invalid',
    message: 'The repository URL is not one that can be used.',
    hint: 'Use https://host/path, ssh://git@host/path or git@host:path.',
  };
}
