import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { callApi } from './api.ts';
import { type ControlPlane, startControlPlane } from './start.ts';

// Regenerate with: npx tsx tools/control-plane/dump-schema.ts
// Writes what the real API server says of its built-in kinds: OpenAPI v3 without prose, and discovery.

const target = fileURLToPath(
  new URL('../../packages/sync-engine/src/core/schema/generated/builtin-data.json', import.meta.url),
);

type Json = Record<string, unknown>;

const dir = await mkdtemp(join(tmpdir(), 'bowline-schema-'));
try {
  const plane = await startControlPlane({ dir, controllers: false });
  try {
    const [version, schemas, resources] = await Promise.all([
      callApi(plane, '/version').then(({ body }) => body.gitVersion),
      fetchSchemas(plane),
      fetchResources(plane),
    ]);
    await writeFile(target, text(String(version), resources, schemas));
    console.log(`${Object.keys(schemas).length} schemas, ${resources.length} resources`);
  } finally {
    await plane.stop();
  }
} finally {
  await rm(dir, { recursive: true, force: true });
}

/** One line per resource and schema, so that the diff of a new version can be read. */
function text(version: string, resources: Json[], schemas: Json): string {
  const entries = Object.entries(schemas).map(
    ([name, schema]) => `${JSON.stringify(name)}:${JSON.stringify(schema)}`,
  );
  const lines = resources.map((resource) => JSON.stringify(resource));
  return `{"version":${JSON.stringify(version)},\n"resources":[\n${lines.join(',\n')}\n],\n"schemas":{\n${entries.join(',\n')}\n}}\n`;
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
