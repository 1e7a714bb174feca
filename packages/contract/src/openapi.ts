import { z } from 'zod';
import * as application from './application.ts';
import { type EndpointName, endpoints, methodAndPath } from './endpoints.ts';
import * as envelope from './envelope.ts';
import * as operation from './operation.ts';
import * as plan from './plan.ts';
import * as registry from './registry.ts';
import { type RouteSpec, routes } from './routes.ts';
import * as session from './session.ts';
import * as spec from './spec.ts';

type Json = Record<string, unknown>;

const place = '#/components/schemas/';
const modules = [envelope, spec, application, operation, plan, registry, session];

/** The contract as an OpenAPI 3.1 document: every exported schema once under its name, every endpoint with its permission. */
export function openApiDocument(version: string): Json {
  const schemas = describeSchemas();
  const paths: Record<string, Json> = {};
  for (const name of endpointNames) {
    const { method, path } = methodAndPath(name);
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(name, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Bowline', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      schemas: schemas.components,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'API token, bow_…' },
        session: { type: 'apiKey', in: 'cookie', name: 'bowline-session' },
      },
    },
    security: [{ token: [] }, { session: [] }],
  };
}

const endpointNames = Object.keys(endpoints) as EndpointName[];

type Part = 'params' | 'query' | 'body' | 'response';
type Schemas = { components: Json; of(name: EndpointName, part: Part): Json };

function operationOf(name: EndpointName, schemas: Schemas): Json {
  const route: RouteSpec = routes[name];
  const type = route.isStream ? 'text/event-stream' : 'application/json';
  return {
    operationId: name,
    summary: route.summary,
    tags: [route.tag],
    ...(route.permission === 'public' && { security: [] }),
    'x-permission': route.permission,
    parameters: [
      ...(route.params ? parametersOf(schemas.of(name, 'params'), 'path') : []),
      ...(route.query ? parametersOf(schemas.of(name, 'query'), 'query') : []),
    ],
    ...(route.body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemas.of(name, 'body') } },
      },
    }),
    responses: {
      [route.status ?? 200]: {
        description: 'Success',
        content: { [type]: { schema: schemas.of(name, 'response') } },
      },
      default: {
        description: 'Problem',
        content: { 'application/problem+json': { schema: { $ref: `${place}Problem` } } },
      },
    },
  };
}

function parametersOf(schema: Json, where: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = schema as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }));
}

/**
 * A schema reads differently where it is sent (defaults may be left out) and where it is answered. Equal ones are listed
 * once; of the others the one for requests is called `<name>Request`.
 */
function describeSchemas(): Schemas {
  const answered = describe('output', (name) => name);
  const sent = describe('input', (name) => name);
  const differs = new Set(
    Object.keys(sent).filter((name) => JSON.stringify(sent[name]) !== JSON.stringify(answered[name])),
  );
  for (let before = -1; before !== differs.size; ) {
    before = differs.size;
    for (const [name, schema] of Object.entries(sent)) {
      if (refersTo(schema, differs)) differs.add(name);
    }
  }
  const requestName = (name: string): string => (differs.has(name) ? `${name}Request` : name);
  const renamed = describe('input', requestName);

  const all = new Map<string, unknown>(Object.entries(answered));
  for (const [name, schema] of Object.entries(renamed)) all.set(requestName(name), schema);
  const ofPart = (name: EndpointName, part: Part): Json => {
    const from = part === 'response' ? answered : renamed;
    return from[`${name}/${part}`] as Json;
  };
  const isEndpointPart = (name: string): boolean => name.includes('/');
  const used = new Set<string>(['Problem']);
  const visit = (schema: unknown): void => {
    for (const name of refsOf(schema)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(all.get(name));
    }
  };
  for (const [name, schema] of [...Object.entries(answered), ...Object.entries(renamed)]) {
    if (isEndpointPart(name)) visit(schema);
  }
  visit(all.get('Problem'));
  const components = Object.fromEntries([...used].sort().map((name) => [name, all.get(name)]));
  return { components, of: ofPart };
}

/** Every named schema, and every part of an endpoint as `<endpoint>/<part>`, with references between them. */
function describe(io: 'input' | 'output', nameOf: (name: string) => string): Json {
  const known = z.registry<{ id: string }>();
  for (const module of modules) {
    for (const [id, value] of Object.entries(module)) {
      if (value instanceof z.ZodType && !known.has(value)) known.add(value, { id });
    }
  }
  const named = new Map<z.ZodType, string>();
  const parts: [string, z.ZodType][] = [];
  for (const name of endpointNames) {
    const route: RouteSpec = routes[name];
    for (const part of ['params', 'query', 'body', 'response'] as const) {
      const schema = route[part];
      if (!schema || (part === 'response') !== (io === 'output')) continue;
      parts.push([`${name}/${part}`, schema]);
      const id = known.get(schema)?.id;
      if (id) named.set(schema, id);
    }
  }
  for (const [id, schema] of parts) if (!named.has(schema)) known.add(schema, { id });
  const { schemas } = z.toJSONSchema(known, {
    io,
    unrepresentable: 'any',
    uri: (id) => `${place}${nameOf(id)}`,
  });
  const out: Json = Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, plainOf(schema)]));
  for (const [id, schema] of parts) {
    const name = named.get(schema);
    const isParameters = id.endsWith('/params') || id.endsWith('/query');
    if (name) out[id] = isParameters ? out[name] : { $ref: place + nameOf(name) };
  }
  return out;
}

function plainOf(schema: object): Json {
  const { $schema: _schema, $id: _id, ...rest } = schema as Json;
  return rest;
}

function refsOf(schema: unknown): string[] {
  const found = JSON.stringify(schema ?? null).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g);
  return [...found].map((match) => match[1] ?? '');
}

function refersTo(schema: unknown, names: ReadonlySet<string>): boolean {
  return refsOf(schema).some((name) => names.has(name));
}
