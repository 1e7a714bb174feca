import { KubeConfig } from '@kubernetes/client-node';
import { load } from 'js-yaml';
import { isObject } from '../../core/schema/json.ts';
import type { KubeResult } from '../../ports/kube.ts';
import { kubeFailure } from './kube-failure.ts';

/** What a kubeconfig says once it is read: the API's URL, TLS material and the headers that identify the caller. */
export type KubeAccess = {
  server: string;
  tls: { ca?: string; cert?: string; key?: string; servername?: string; rejectUnauthorized: boolean };
  headers: Record<string, string>;
};

/** A kubeconfig comes from a user: what it may make this server do is decided by the operator. */
export type KubeconfigPolicy = {
  /** Run credential plugins (`exec`, `auth-provider`). Whoever may register a cluster then runs programs here. */
  mayExec: boolean;
  /** Read certificate, key and token files of this machine. Their content is sent to the named server. */
  mayReadFiles: boolean;
};

const kubeconfigBytesMax = 1024 * 1024;

/** Reads a kubeconfig and chooses its context; plugins and local files are refused unless the policy allows them. */
export function readKubeconfig(
  text: string,
  context: string | undefined,
  policy: KubeconfigPolicy,
): KubeResult<KubeConfig> {
  if (text.length > kubeconfigBytesMax) return invalid('it is larger than 1 MiB');
  const config = new KubeConfig();
  try {
    const raw = load(text);
    // Looked for before the library sees it: it opens token files while it parses.
    if (!policy.mayReadFiles && namesFiles(raw)) return filesRefused();
    // What was checked is what is read: as JSON, both parsers agree on it.
    config.loadFromString(JSON.stringify(raw));
  } catch {
    // The parser's message may quote the text, which holds credentials.
    return invalid('it cannot be read');
  }
  if (context !== undefined && context !== '') config.setCurrentContext(context);
  const cluster = config.getCurrentCluster();
  const user = config.getCurrentUser();
  if (cluster === null) return invalid('its current context names no cluster');
  if (!URL.canParse(cluster.server) || !/^https?:$/.test(new URL(cluster.server).protocol)) {
    return invalid('the server of its cluster is not an http or https URL');
  }
  if (cluster.proxyUrl !== undefined && cluster.proxyUrl !== '') return invalid('proxy-url is not supported');
  if (!policy.mayExec && (user?.exec !== undefined || user?.authProvider !== undefined)) {
    return kubeFailure({
      code: 'cluster_config_invalid',
      status: 400,
      message: 'The kubeconfig runs a credential plugin, which this installation does not allow.',
      hint: 'Use a service account token or a client certificate, or let an administrator allow plugins.',
    });
  }
  // The library refuses plain http unless told that there is no TLS to verify.
  if (new URL(cluster.server).protocol === 'http:') {
    config.clusters = config.clusters.map((other) =>
      other.name === cluster.name ? { ...other, skipTLSVerify: true } : other,
    );
  }
  return { ok: true, value: config, warnings: [] };
}

/** Credentials as of now: token files and plugins are asked again, so call it again when they may have expired. */
export async function openAccess(config: KubeConfig): Promise<KubeAccess> {
  const options: Record<string, unknown> & { headers?: Record<string, string>; auth?: string } = {};
  await config.applyToHTTPSOptions(options as Parameters<KubeConfig['applyToHTTPSOptions']>[0]);
  const cluster = config.getCurrentCluster();
  const text = (value: unknown): string | undefined =>
    value === undefined || value === null ? undefined : String(value as string | Buffer);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.headers ?? {}))
    headers[name.toLowerCase()] = String(value);
  if (typeof options.auth === 'string') {
    headers['authorization'] ??= `Basic ${Buffer.from(options.auth).toString('base64')}`;
  }
  return {
    server: (cluster?.server ?? '').replace(/\/+$/, ''),
    tls: {
      ca: text(options['ca']),
      cert: text(options['cert']),
      key: text(options['key']),
      servername: cluster?.tlsServerName,
      rejectUnauthorized: cluster?.skipTLSVerify !== true,
    },
    headers,
  };
}

const fileFields = new Set([
  'certificate-authority',
  'client-certificate',
  'client-key',
  'token-file',
  'tokenFile',
]);

function namesFiles(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(namesFiles);
  if (!isObject(value)) return false;
  return Object.entries(value).some(
    ([name, item]) => (fileFields.has(name) && typeof item === 'string' && item !== '') || namesFiles(item),
  );
}

function filesRefused(): KubeResult<never> {
  return kubeFailure({
    code: 'cluster_config_invalid',
    status: 400,
    message: 'The kubeconfig refers to files of the server, which this installation does not allow.',
    hint: 'Write the data into the kubeconfig: `kubectl config view --raw --flatten --minify`.',
  });
}

function invalid(why: string): KubeResult<never> {
  return kubeFailure({
    code: 'cluster_config_invalid',
    status: 400,
    message: `The kubeconfig cannot be used: ${why}.`,
    hint: 'Paste the output of `kubectl config view --raw --flatten --minify`.',
  });
}
