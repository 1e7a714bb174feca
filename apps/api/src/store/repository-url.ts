/**
 * One key for all spellings of a repository's URL: host and path without scheme, user, port, trailing slash and `.git`.
 * Compared as text only, never as a pattern (X67). Host names are case-blind; paths are too, as on every large host.
 */
export function urlKeyOf(url: string): string {
  const text = url.trim();
  const parsed = parseUrl(text) ?? parseScp(text);
  if (!parsed) return text.toLowerCase();
  const path = parsed.path
    .replace(/^\/+/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/i, '');
  return `${parsed.host}/${path}`.toLowerCase();
}

/** The URL without user and password (X78). Text that is no URL comes back as it is. */
export function withoutUserinfo(url: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) return url;
  try {
    const parsed = new URL(url);
    if (parsed.username === '' && parsed.password === '') return url;
    // The user of an ssh URL is no secret and part of the address.
    if (parsed.protocol !== 'ssh:') parsed.username = '';
    parsed.password = '';
    return parsed.href;
  } catch {
    return url;
  }
}

/** Host (with port) that a credential would be sent to; '' when there is none. */
export function hostOf(url: string): string {
  const parsed = parseUrl(url.trim());
  if (parsed) return `${parsed.scheme}//${parsed.authority}`.toLowerCase();
  const scp = parseScp(url.trim());
  return scp ? `ssh://${scp.host}`.toLowerCase() : '';
}

type Parts = { host: string; path: string };

function parseUrl(text: string): (Parts & { scheme: string; authority: string }) | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return undefined;
  try {
    const url = new URL(text);
    return {
      // Two servers on one machine differ by their ports; default ports are dropped by URL itself.
      host: url.protocol === 'ssh:' ? url.hostname : url.host,
      path: decodePath(url.pathname),
      scheme: url.protocol,
      authority: url.host,
    };
  } catch {
    return undefined;
  }
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

// git@host:path, which is no URL.
function parseScp(text: string): Parts | undefined {
  const colon = text.indexOf(':');
  if (colon < 1 || text.slice(0, colon).includes('/')) return undefined;
  const before = text.slice(0, colon);
  return { host: before.slice(before.lastIndexOf('@') + 1), path: text.slice(colon + 1) };
}
