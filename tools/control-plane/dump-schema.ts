import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { callApi } from './api.ts';
import { type ControlPlane, startControlPlane } from './start.ts';

// Regenerate with: npx tsx tools/control-plane/dump-schema.ts
// Writes what the real API server says of its built-in kinds: OpenAPI v3 without prose, discovery, and from its
// Go types the fields whose zero value is not kept.

const target = fileURLToPath(
  new URL('../../packages/sync-engine/src/core/schema/generated/builtin-data.json', import.meta.url),
);

type Json = Record<string, unknown>;

const dir = await mkdtemp(join(tmpdir(), 'bowline-schema-'));
try {
  const plane = await startControlPlane({ dir, controllers: false });
  try {
    const [version, schemas, resources, omitZero] = await Promise.all([
      callApi(plane, '/version').then(({ body }) => body.gitVersion),
      fetchSchemas(plane),
      fetchResources(plane),
      readOmitZero(),
    ]);
    await writeFile(target, text({ version: String(version), resources, schemas, omitZero }));
    console.log(`${Object.keys(schemas).length} schemas, ${resources.length} resources`);
  } finally {
    await plane.stop();
  }
} finally {
  await rm(dir, { recursive: true, force: true });
}

/** One line per entry, so that the diff of a new version can be read. */
function text(data: { version: string; resources: Json[]; schemas: Json; omitZero: Json }): string {
  const named = (object: Json): string =>
    Object.entries(object)
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
      .join(',\n');
  const known = Object.fromEntries(Object.entries(data.omitZero).filter(([name]) => name in data.schemas));
  return `{"version":${JSON.stringify(data.version)},
"resources":[
${data.resources.map((resource) => JSON.stringify(resource)).join(',\n')}
],
"omitZero":{
${named(known)}
},
"schemas":{
${named(data.schemas)}
}}
`;
}

async function readOmitZero(): Promise<Json> {
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const { stdout } = await promisify(execFile)('go', ['run', './cmd/omit-zero'], {
    cwd,
    maxBuffer: 16 << 20,
  });
  return JSON.parse(stdout) as Json;
}

async function fetchSchemas(plane: ControlPlane): Promise<Json> {
  const { body: index } = await callApi(plane, '/openapi/v3');
  const all = new Map<string, Json>();
  for (const path of Object.values(index.paths as Record<string, { serverRelativeURL: string }>)) {
    const { body } = await callApi(plane, path.serverRelativeURL);
    const schemas = (body.components as { schemas?: Record<string, Json> } | undefined)?.schemas ?? {};
    for (const [name, schema] of Object.entries(schemas)) all.set(name, withoutProse(schema, name));
  }
  return Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Descriptions are four fifths of the document, and DeleteOptions names every group there is. */
function withoutProse(schema: Json, name: string): Json {
  const bare = strip(schema) as Json;
  if (name.includes('.meta.v1.')) delete bare['x-kubernetes-group-version-kind'];
  return bare;
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, child]) => !(key === 'description' && typeof child === 'string'))
      .map(([key, child]) => [key, strip(child)]),
  );
}

interface Discovered {
  metadata: { name?: string };
  versions: {
    version: string;
    resources: {
      resource: string;
      responseKind: { kind: string };
      scope: string;
      singularResource: string;
      shortNames?: string[];
      categories?: string[];
      verbs: string[];
      subresources?: {
        subresource: string;
        verbs: string[];
        responseKind?: { kind: string; group?: string; version?: string };
      }[];
    }[];
  }[];
}

async function fetchResources(plane: ControlPlane): Promise<Json[]> {
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  const out: Json[] = [];
  for (const path of ['/api', '/apis']) {
    const { body } = await callApi(plane, path, { accept });
    for (const group of body.items as Discovered[]) {
      for (const { version, resources } of group.versions) {
        for (const resource of resources) {
          out.push({
            group: group.metadata.name ?? '',
            version,
            kind: resource.responseKind.kind,
            plural: resource.resource,
            singular: resource.singularResource,
            namespaced: resource.scope === 'Namespaced',
            shortNames: resource.shortNames,
            categories: resource.categories,
            verbs: resource.verbs,
            subresources: resource.subresources?.map((sub) => ({
              name: sub.subresource,
              verbs: sub.verbs,
              responseKind: sub.responseKind,
            })),
          });
        }
      }
    }
  }
  return out;
}
