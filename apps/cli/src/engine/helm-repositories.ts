import type { ChartRepository } from '@bowline/sync-engine/ports/charts';
import { CliFailure } from '../failure.ts';
import { parseDocuments, readText } from '../input/documents.ts';
import { section } from './application.ts';

/**
 * Repositories that charts may be fetched from: URLs as given, with a user and password where they hold one, and those of a
 * file in the form of Helm's own `repositories.yaml`. Throws CliFailure.
 */
export function readHelmRepositories(input: { urls: string[]; file: string | undefined }): ChartRepository[] {
  const listed = input.file === undefined ? [] : readFile(input.file);
  return [...input.urls.map((url) => repositoryOf({ url }, '--helm-repository')), ...listed];
}

function readFile(file: string): ChartRepository[] {
  return parseDocuments(readText(file), file).flatMap(({ value, origin }) => {
    const list = Array.isArray(value.repositories) ? value.repositories : [value];
    return list.map((entry: unknown) => repositoryOf(section(entry), origin));
  });
}

function repositoryOf(entry: Record<string, unknown>, origin: string): ChartRepository {
  const { url, name, username, password } = entry;
  const written = typeof url === 'string' ? url : '';
  const spelled = /^[a-z]+:\/\//.test(written) ? written : `oci://${written}`;
  let parsed: URL;
  try {
    // URL keeps hosts of unknown schemes as they are, so that all are read as https.
    parsed = new URL(spelled.replace(/^oci:/, 'https:'));
  } catch {
    throw new CliFailure(`${origin}: a Helm repository needs the URL of its folder or registry.`);
  }
  if (!/^(https?|oci):$/.test(new URL(spelled).protocol) || parsed.hostname === '')
    throw new CliFailure(`${origin}: a Helm repository is https://, http:// or oci://.`);
  const user =
    typeof username === 'string' && username !== '' ? username : decodeURIComponent(parsed.username);
  const secret = typeof password === 'string' ? password : decodeURIComponent(parsed.password);
  return {
    url: spelled.replace(/\/\/[^/@]*@/, '//'),
    ...(typeof name === 'string' ? { name } : {}),
    credential: user === '' ? { kind: 'none' } : { kind: 'basic', username: user, password: secret },
    passCredentials: entry.pass_credentials_all === true,
    insecureSkipTlsVerify: entry.insecure_skip_tls_verify === true,
  };
}

/** `host:port` of each, which the caller named and so allows. */
export function hostsOf(repositories: readonly ChartRepository[]): string[] {
  return repositories.map(({ url }) => {
    const { hostname, port, protocol } = new URL(url.replace(/^oci:/, 'https:'));
    return `${hostname}:${port === '' ? (protocol === 'http:' ? 80 : 443) : port}`;
  });
}
