/**
 * One spelling per cluster API and per repository, so that a rule cannot be passed by writing the address differently
 * (X47): scheme and host in lower case, no userinfo, default port, trailing slash or `.git`.
 */
export function normalizeAddress(address: string): string {
  const text = scpToSsh(address.trim());
  const match = /^([a-z][a-z0-9+.-]*):\/\/(?:[^@/]*@)?([^/?#]*)(.*)$/i.exec(text);
  if (match === null) return trimPath(text);
  const scheme = (match[1] ?? '').toLowerCase();
  const host = (match[2] ?? '').toLowerCase().replace(defaultPorts[scheme] ?? /(?!)/, '');
  return `${scheme}://${host}${trimPath(match[3] ?? '')}`;
}

const defaultPorts: Readonly<Record<string, RegExp>> = {
  https: /:443$/,
  http: /:80$/,
  ssh: /:22$/,
  git: /:9418$/,
};

/** `git@host:team/repo` is `ssh://host/team/repo`. */
function scpToSsh(text: string): string {
  const match = /^(?:[\w.-]+@)([\w.-]+):(?!\/\/)(.*)$/.exec(text);
  return match === null ? text : `ssh://${match[1]}/${(match[2] ?? '').replace(/^\/+/, '')}`;
}

function trimPath(path: string): string {
  return path
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .replace(/\/+$/, '');
}
