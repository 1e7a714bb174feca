import {
  type EndpointName,
  endpoints,
  methodAndPath,
  Problem,
  type RouteSpec,
  routes,
} from '@bowline/contract';
import { z } from 'zod';

/** The contract as an OpenAPI 3.1 document. */
export function openApiDocument(version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const name of Object.keys(endpoints) as EndpointName[]) {
    const { method, path } = methodAndPath(name);
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(name, routes[name]) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Bowline', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, 'output') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'API token, bow_…' },
        session: { type: 'apiKey', in: 'cookie', name: 'bowline-session' },
      },
    },
    security: [{ token: [] }, { session: [] }],
  };
}

function operationOf(name: EndpointName, route: RouteSpec): Record<string, unknown> {
  const type = route.isStream ? 'text/event-stream' : 'application/json';
  return {
    operationId: name,
    summary: route.summary,
    tags: [route.tag],
    ...(route.permission === 'public' && { security: [] }),
    'x-permission': route.permission,
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
    ...(route.body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaOf(route.body, 'input') } },
      },
    }),
    responses: {
      [route.status ?? 200]: {
        description: 'Success',
        content: { [type]: { schema: schemaOf(route.response, 'output') } },
      },
      default: {
        description: 'Problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

type ObjectSchema = { properties?: Record<string, unknown>; required?: string[] };

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query'): unknown[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as ObjectSchema;
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
