import type { JsonObject, ScalarSchema, Schema } from '../../schema/types.ts';
import { put } from '../../schema/json.ts';
import type { Random } from './random.ts';

const byName: Readonly<Record<string, readonly unknown[]>> = {
  apiGroup: ['', 'rbac.authorization.k8s.io'],
  caBundle: ['LS0tLS1CRUdJTg=='],
  clusterIP: ['None', ''],
  containerPort: [80, 8080],
  effect: ['NoSchedule', 'NoExecute'],
  externalName: ['example.org'],
  fieldPath: ['metadata.name', 'spec.nodeName'],
  host: ['b.example.com', '*.example.com'],
  hostIP: ['10.1.1.1'],
  image: ['nginx:2', 'app', 'registry:5000/x:latest'],
  ip: ['10.1.1.3'],
  key: ['k1', 'k2'],
  maxUnavailable: [1, '10%', '50%'],
  mountPath: ['/m1', '/m2'],
  name: ['n1', 'n2', 'n3'],
  namespace: ['default'],
  operator: ['Exists', 'In', 'Equal', 'DoesNotExist'],
  path: ['/x', '/y'],
  pathType: ['Prefix', 'Exact'],
  port: [80, 443, 'http'],
  protocol: ['TCP', 'UDP'],
  schedule: ['0 * * * *'],
  serviceName: ['web'],
  timeZone: ['Europe/Paris'],
  topologyKey: ['zone', 'kubernetes.io/hostname'],
  uid: ['11111111-2222-3333-4444-555555555555'],
  whenUnsatisfiable: ['DoNotSchedule', 'ScheduleAnyway'],
};

const quantities = ['1', '1000m', '0.5', '500m', '1Gi', '1024Mi', '2e3', 1, 2, '128974848', '1.5'];

/** A value of a type, small and plausible; the API server is the judge of whether it makes sense. */
export function valueOf(random: Random, schema: Schema, name: string, depth = 0): unknown {
  switch (schema.kind) {
    case 'scalar':
      return scalarOf(random, schema, name);
    case 'any':
      return random.pick<unknown>(['x', 1, true, { a: 1 }, { a: { b: [1, { c: 'd' }] } }, ['p', 'q']]);
    case 'list': {
      const count = random.chance(0.15) ? 0 : 1 + random.below(2);
      const values = Array.from({ length: count }, () =>
        valueOf(random, schema.item(), singular(name), depth + 1),
      );
      return schema.listType === 'set' ? [...new Set(values)] : values;
    }
    case 'map': {
      const out: JsonObject = {};
      for (const key of random.chance(0.15)
        ? []
        : random.shuffle(['a', 'b', 'cpu', 'memory']).slice(0, 1 + random.below(2)))
        put(out, key, valueOf(random, schema.value(), key, depth + 1));
      return out;
    }
    case 'struct': {
      const out: JsonObject = {};
      for (const [field, { schema: type }] of schema.fields) {
        const isWanted =
          schema.required.includes(field) || (depth < 4 && random.chance(2 / (schema.fields.size + 2)));
        if (isWanted && depth < 8) put(out, field, valueOf(random, type(), field, depth + 1));
      }
      if (schema.embeddedResource)
        Object.assign(out, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'n' } });
      return out;
    }
  }
}

function singular(name: string): string {
  return name.endsWith('s') ? name.slice(0, -1) : name;
}

function scalarOf(random: Random, schema: ScalarSchema, name: string): unknown {
  if (schema.enum !== undefined && schema.enum.length > 0) return random.pick(schema.enum);
  switch (schema.type) {
    case 'quantity':
      return random.pick(quantities);
    case 'boolean':
      return random.chance(0.5);
    case 'duration':
      return random.pick(['60s', '1m0s', '1h', '90m']);
    case 'time':
      return random.pick(['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000000Z']);
    case 'int-or-string':
      return random.pick<unknown>(byName[name] ?? [1, 2, '25%', '50%', 'http', 80]);
    case 'integer':
    case 'number': {
      const known = Object.hasOwn(byName, name)
        ? byName[name]?.filter((v) => typeof v === 'number')
        : undefined;
      return random.pick<unknown>(known?.length ? known : [0, 1, 2, 3, 5, 30, 100]);
    }
    case 'string': {
      if (schema.format === 'byte') return random.pick(['eA==', '', 'eHk=']);
      const known = Object.hasOwn(byName, name)
        ? byName[name]?.filter((v) => typeof v === 'string')
        : undefined;
      return random.pick<unknown>(known?.length ? known : ['x', 'y', '']);
    }
  }
}

/** The same value written in another way; undefined where there is no other. */
export function respelt(random: Random, schema: Schema, value: unknown): unknown {
  if (schema.kind !== 'scalar') return undefined;
  if (schema.type === 'quantity') {
    const groups: unknown[][] = [
      ['1', '1000m', 1, '1.0', '1e0'],
      ['500m', '0.5', 0.5],
      ['1Gi', '1024Mi', '1073741824'],
      ['2k', '2e3', 2000],
    ];
    const group = groups.find((spellings) => spellings.includes(value));
    return group === undefined ? undefined : random.pick(group);
  }
  if (schema.type === 'duration') return value === '60s' ? '1m0s' : value === '1m0s' ? '60s' : undefined;
  return undefined;
}
