import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { dump } from 'js-yaml';
import { CliFailure } from '../failure.ts';
import { parseDocuments, readText } from './documents.ts';

type Named = { name?: unknown } & Record<string, unknown>;
type Section = Record<string, unknown>;

/** A kubeconfig that holds one context, with the files it names inside it. */
export type MinimalKubeconfig = { context: string; server: string; text: string };

/** `$KUBECONFIG` (its first file), else `~/.kube/config`. */
export function defaultKubeconfig(env: Record<string, string | undefined>): string {
  return env.KUBECONFIG?.split(':').find(Boolean) ?? join(env.HOME || homedir(), '.kube', 'config');
}

/**
 * The part of a kubeconfig that one context needs; certificates and tokens in files are read into it, as the server cannot
 * see this machine's files. Throws CliFailure; programs (`exec`) cannot run on the server and are refused.
 */
export function minimalKubeconfig(path: string, wanted: string | undefined): MinimalKubeconfig {
  const [document] = parseDocuments(readText(path), path);
  const config = document?.value ?? {};
  const name = wanted ?? text(config['current-context']);
  if (name === '')
    throw new CliFailure(`${path} names no current context.`, { hint: 'Choose one with --kube-context.' });
  const context = section(find(config.contexts, name, { path, what: 'context' }), 'context');
  const clusterName = text(context.cluster);
  const userName = text(context.user);
  const cluster = section(find(config.clusters, clusterName, { path, what: 'cluster' }), 'cluster');
  const user = userName === '' ? {} : section(find(config.users, userName, { path, what: 'user' }), 'user');
  if (user.exec !== undefined || user['auth-provider'] !== undefined) {
    throw new CliFailure(
      `User "${userName}" of ${path} signs in through a program, which the server does not run.`,
      {
        hint: 'Give it a service account: a kubeconfig with a token or a client certificate.',
      },
    );
  }
  const base = dirname(path);
  const out = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    contexts: [{ name, context }],
    clusters: [
      {
        name: clusterName,
        cluster: inline(cluster, base, { 'certificate-authority': 'certificate-authority-data' }),
      },
    ],
    users: [
      {
        name: userName,
        user: inlineToken(
          inline(user, base, {
            'client-certificate': 'client-certificate-data',
            'client-key': 'client-key-data',
          }),
          base,
        ),
      },
    ],
  };
  return { context: name, server: text(cluster.server), text: dump(out, { noRefs: true }) };
}

function find(list: unknown, name: string, at: { path: string; what: string }): Named {
  const all = Array.isArray(list) ? (list as Named[]) : [];
  const found = all.find((item) => item.name === name);
  if (found) return found;
  const known = all.map((item) => text(item.name)).join(', ') || 'none';
  throw new CliFailure(`${at.path} has no ${at.what} "${name}".`, { hint: `It has: ${known}.` });
}

function section(item: Named, key: string): Section {
  const value = item[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Section) : {};
}

function inline(from: Section, base: string, files: Record<string, string>): Section {
  const out = { ...from };
  for (const [key, dataKey] of Object.entries(files)) {
    const file = text(out[key]);
    if (file !== '' && text(out[dataKey]) === '')
      out[dataKey] = readBytes(resolveFrom(base, file)).toString('base64');
    delete out[key];
  }
  return out;
}

function inlineToken(user: Section, base: string): Section {
  const { tokenFile, ...rest } = user;
  if (text(tokenFile) === '') return rest;
  return { ...rest, token: readText(resolveFrom(base, text(tokenFile))).trim() };
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new CliFailure(`${path}, which the kubeconfig names, cannot be read.`, { cause });
  }
}

function resolveFrom(base: string, file: string): string {
  return isAbsolute(file) ? file : join(base, file);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
