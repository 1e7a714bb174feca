import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** A gzipped tar of files by path, and of odd entries that no honest packer writes. */
export async function packChart(
  files: Record<string, string | { type: 'symlink' | 'link' | 'character-device'; linkname?: string }>,
): Promise<Buffer> {
  const packer = pack();
  for (const [name, content] of Object.entries(files)) {
    if (typeof content === 'string') packer.entry({ name }, content);
    else packer.entry({ name, type: content.type, linkname: content.linkname ?? '' });
  }
  packer.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of packer as AsyncIterable<Buffer>) chunks.push(chunk);
  return gzipSync(Buffer.concat(chunks));
}

/** A minimal chart of one ConfigMap that shows its values. */
export async function simpleChart(
  name: string,
  version: string,
  more: Record<string, string> = {},
): Promise<Buffer> {
  return await packChart({
    [`${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: ${version}\n`,
    [`${name}/values.yaml`]: 'from: default\n',
    [`${name}/templates/cm.yaml`]: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {version: "{{ .Chart.Version }}", from: "{{ .Values.from }}"}\n`,
    ...Object.fromEntries(Object.entries(more).map(([path, text]) => [`${name}/${path}`, text])),
  });
}

export type ChartServer = {
  port: number;
  /** `METHOD path authorization` of every request. */
  requests: string[];
  /** Status of every answer, in the order of `requests`. */
  statuses: number[];
  stop(): Promise<void>;
};

export type Packages = {
  name: string;
  version: string;
  archive: Buffer;
  digest?: string;
  url?: string;
  /** Media types of its layers in the registry, each of this archive. Default: one, that of a chart. */
  layers?: string[];
}[];

const password = `Basic ${Buffer.from('reader:s3cret').toString('base64')}`;

/** A Helm repository under `/charts` and an OCI registry on one loopback port, both for `reader` / `s3cret` alone. */
export async function startChartServer(packages: Packages): Promise<ChartServer> {
  const requests: string[] = [];
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers.authorization ?? '-'}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
    const send = (status: number, body: string | Buffer, headers: Record<string, string> = {}): void => {
      statuses.push(status);
      response.writeHead(status, headers);
      response.end(body);
    };
    const { authorization } = request.headers;
    if (pathname === '/token') {
      if (authorization !== password) return send(401, '');
      return send(200, JSON.stringify({ token: `pull:${searchParams.get('scope')}` }));
    }
    if (pathname === '/v2/') {
      if (authorization !== 'Bearer pull:null')
        return send(401, '', { 'www-authenticate': `Bearer realm="http://127.0.0.1:${port}/token"` });
      return send(200, '{}');
    }
    if (pathname.startsWith('/v2/')) {
      const repository = /^\/v2\/(.+)\/(?:tags|manifests|blobs)\//.exec(pathname)?.[1] ?? '';
      if (authorization !== `Bearer pull:repository:${repository}:pull`) {
        const challenge = `Bearer realm="http://127.0.0.1:${port}/token",service="test",scope="repository:${repository}:pull"`;
        return send(401, '', { 'www-authenticate': challenge });
      }
      const own = packages.filter((one) => repository === `team/${one.name}`);
      if (pathname.endsWith('/tags/list')) {
        const tags = own.map((one) => one.version.replaceAll('+', '_'));
        const isFirst = searchParams.get('last') === null;
        const link = `</v2/${repository}/tags/list?last=x>; rel="next"`;
        return send(
          200,
          JSON.stringify({ tags: isFirst ? tags.slice(0, 1) : tags.slice(1) }),
          isFirst ? { link } : {},
        );
      }
      const reference = pathname.slice(pathname.lastIndexOf('/') + 1);
      const found = own.find((one) => one.version.replaceAll('+', '_') === reference);
      const named = own.find((one) => `sha256:${sha256(Buffer.from(manifestOf(one)))}` === reference);
      const manifest = found ?? named;
      if (pathname.includes('/manifests/') && manifest !== undefined) return send(200, manifestOf(manifest));
      const blob = packages.find((one) => `sha256:${sha256(one.archive)}` === reference);
      return blob === undefined ? send(404, '') : send(200, blob.archive);
    }
    if (pathname === '/inside') return send(302, '', { location: 'http://169.254.169.254/latest' });
    if (pathname === '/elsewhere') return send(302, '', { location: `http://localhost:${port}/leak` });
    if (authorization !== password) return send(401, '');
    if (pathname === '/charts/index.yaml') {
      const names = [...new Set(packages.map((one) => one.name))];
      const entries = names.map((name) => [
        name,
        packages
          .filter((one) => one.name === name)
          .map((one) => ({
            version: one.version,
            urls: [one.url ?? `${one.name}-${one.version}.tgz`],
            digest: one.digest ?? sha256(one.archive),
          })),
      ]);
      const index = JSON.stringify({ apiVersion: 'v1', entries: Object.fromEntries(entries) });
      const etag = `"${sha256(Buffer.from(index))}"`;
      if (request.headers['if-none-match'] === etag) return send(304, '');
      return send(200, index, { etag });
    }
    const found = packages.find((one) => pathname === `/charts/${one.name}-${one.version}.tgz`);
    return found === undefined ? send(404, '') : send(200, found.archive);
  }

  return {
    port,
    requests,
    statuses,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function manifestOf({ archive, layers }: Packages[number]): string {
  const types = layers ?? ['application/vnd.cncf.helm.chart.content.v1.tar+gzip'];
  const digest = `sha256:${sha256(archive)}`;
  return JSON.stringify({ layers: types.map((mediaType) => ({ mediaType, digest })) });
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
