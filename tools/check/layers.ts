import type { Import } from './import-graph.ts';

/** The layers and what each may import besides itself; ARCHITECTURE.md, Directions. First match wins. */
const layers: { name: string; folder: RegExp; mayImport: string[] }[] = [
  { name: 'schema', folder: /^packages\/sync-engine\/src\/core\/schema\//, mayImport: ['core'] },
  { name: 'core', folder: /^packages\/sync-engine\/src\/core\//, mayImport: ['schema'] },
  { name: 'ports', folder: /^packages\/sync-engine\/src\/ports\//, mayImport: ['core', 'schema'] },
  {
    name: 'adapters',
    folder: /^packages\/sync-engine\/src\/adapters\//,
    mayImport: ['core', 'schema', 'ports'],
  },
  { name: 'contract', folder: /^packages\/contract\//, mayImport: ['core'] },
  { name: 'ui', folder: /^packages\/ui\//, mayImport: [] },
  { name: 'sandbox', folder: /^packages\/sandbox\//, mayImport: ['schema'] },
  { name: 'web', folder: /^apps\/web\//, mayImport: ['contract', 'ui'] },
  { name: 'cli', folder: /^apps\/cli\//, mayImport: ['contract', 'core', 'schema', 'ports', 'adapters'] },
  { name: 'api main', folder: /^apps\/api\/src\/(main|admin)\.ts/, mayImport: [] },
  { name: 'api roles', folder: /^apps\/api\/src\/(roles\/|admin\/|deps\.ts)/, mayImport: [] },
  { name: 'api http', folder: /^apps\/api\/src\/http\//, mayImport: [] },
  { name: 'api controllers', folder: /^apps\/api\/src\/controllers\//, mayImport: [] },
  { name: 'api usecases', folder: /^apps\/api\/src\/(usecases|views)\//, mayImport: [] },
  { name: 'api services', folder: /^apps\/api\/src\/(store|queue|events|auth)\//, mayImport: [] },
  { name: 'api base', folder: /^apps\/api\//, mayImport: [] },
];

const engineAndContract = ['contract', 'core', 'schema', 'ports', 'adapters'];
const apiOrder = ['api base', 'api services', 'api usecases', 'api controllers', 'api roles', 'api main'];
for (const layer of layers.filter(({ name }) => name.startsWith('api'))) {
  const rank = apiOrder.indexOf(layer.name === 'api http' ? 'api controllers' : layer.name);
  layer.mayImport.push(...engineAndContract, ...apiOrder.slice(0, rank), ...(rank > 3 ? ['api http'] : []));
}

/** Things that exactly one place may touch. */
const owners: { what: RegExp; owner: RegExp; sentence: string }[] = [
  {
    what: /^(@prisma\/|\.prisma)|apps\/api\/src\/store\/generated\//,
    owner: /^apps\/api\/src\/store\/|^prisma/,
    sentence: 'only apps/api/src/store may import Prisma',
  },
  {
    what: /^@kubernetes\/client-node/,
    owner: /^packages\/sync-engine\/src\/adapters\/kube\//,
    sentence: 'only adapters/kube may import the Kubernetes client',
  },
  {
    what: /^(node:)?child_process$/,
    owner: /^packages\/sync-engine\/src\/adapters\/spawn\.ts$|^(tools|prisma|e2e|bench)\//,
    sentence: 'only adapters/spawn.ts may start processes',
  },
];

// The core is a function of values: no I/O of any kind, and of Node only hashing.
const coreExternals = /^(node:crypto|fast-deep-equal|semver|picomatch|croner|js-yaml|re2js)$/;

/** Why `file` may not import this, or undefined. */
export function refuseImport(file: string, { to, external }: Import): string | undefined {
  const target = to ?? external ?? '';
  const owned = owners.find(({ what, owner }) => what.test(target) && !owner.test(file));
  if (owned) return `imports ${target}: ${owned.sentence}`;

  const from = layers.find(({ folder }) => folder.test(file));
  if (!from) return undefined; // tools, e2e, bench: they drive everything
  if (external) {
    const isPure = from.name !== 'core' && from.name !== 'schema';
    return isPure || coreExternals.test(external)
      ? undefined
      : `the core imports ${external}, which is not pure`;
  }
  const into = layers.find(({ folder }) => folder.test(target));
  if (into === from || (into && from.mayImport.includes(into.name))) return undefined;
  return `${from.name} must not import ${into?.name ?? 'what serves tests and tools'} (${target})`;
}
