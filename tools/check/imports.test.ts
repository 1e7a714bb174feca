import { describe, expect, it } from 'vitest';
import { checkFile } from './file-rules.ts';
import { findCycle, findImports } from './import-graph.ts';
import { refuseImport } from './layers.ts';

const known = new Set([
  'packages/sync-engine/src/core/model.ts',
  'apps/api/src/store/plan.ts',
  'apps/web/lib/api.ts',
]);
const imports = (path: string, text: string) => findImports({ path, text }, known);

describe('findImports', () => {
  it.each([
    [
      "import type { A } from '@bowline/sync-engine/core/model'",
      'packages/sync-engine/src/core/model.ts',
      true,
    ],
    ["import {\n  a,\n} from '../store/plan.ts';", 'apps/api/src/store/plan.ts', false],
    ["export * from '../store/plan.ts';", 'apps/api/src/store/plan.ts', false],
    ["const a = await import('../store/plan.ts');", 'apps/api/src/store/plan.ts', false],
    ["import '../store/plan.ts';", 'apps/api/src/store/plan.ts', false],
  ])('reads %s', (text, to, isType) => {
    expect(imports('apps/api/src/http/app.ts', text)).toMatchObject([{ to, isType }]);
  });

  it('skips comments and counts lines', () => {
    const found = imports(
      'apps/web/a.ts',
      "// import x from './x.ts'\n/* from 'y' */\nimport { z } from '@/lib/api.ts';\n",
    );
    expect(found).toEqual([{ line: 3, isType: false, to: 'apps/web/lib/api.ts' }]);
  });
});

describe('refuseImport', () => {
  const to = (target: string) => ({ line: 1, isType: false, to: target });
  const external = (name: string) => ({ line: 1, isType: false, external: name });
  it.each([
    ['packages/sync-engine/src/core/a.ts', to('packages/sync-engine/src/adapters/b.ts')],
    ['packages/sync-engine/src/core/a.ts', external('node:fs')],
    ['packages/contract/src/a.ts', to('packages/sync-engine/src/adapters/b.ts')],
    ['packages/ui/src/a.tsx', to('packages/contract/src/b.ts')],
    ['packages/sandbox/src/a.ts', to('packages/sync-engine/src/core/model.ts')],
    ['apps/web/a.ts', to('packages/sync-engine/src/core/model.ts')],
    ['apps/api/src/http/a.ts', to('apps/api/src/controllers/b.ts')],
    ['apps/api/src/controllers/a.ts', to('apps/api/src/http/b.ts')],
    ['apps/api/src/store/a.ts', to('apps/api/src/usecases/b.ts')],
    ['apps/api/src/usecases/a.ts', to('apps/api/src/store/generated/client.ts')],
    ['apps/api/src/usecases/a.ts', external('@prisma/client')],
    ['apps/api/src/usecases/a.ts', external('node:child_process')],
    ['apps/api/src/roles/a.ts', to('packages/sandbox/src/b.ts')],
    ['packages/sync-engine/src/adapters/git/a.ts', external('@kubernetes/client-node')],
  ])('%s refuses %o', (file, found) => {
    expect(refuseImport(file, found)).toBeTypeOf('string');
  });

  it.each([
    ['packages/sync-engine/src/adapters/git/a.ts', to('packages/sync-engine/src/ports/b.ts')],
    ['packages/sandbox/src/a.ts', to('packages/sync-engine/src/core/schema/b.ts')],
    ['apps/api/src/http/a.ts', to('apps/api/src/usecases/b.ts')],
    ['apps/api/src/roles/a.ts', to('apps/api/src/http/b.ts')],
    ['apps/api/src/main.ts', to('apps/api/src/deps.ts')],
    ['apps/api/src/store/a.ts', to('apps/api/src/store/generated/client.ts')],
    ['apps/cli/src/a.ts', to('packages/sync-engine/src/adapters/b.ts')],
    ['tools/start/a.ts', external('node:child_process')],
  ])('%s allows %o', (file, found) => {
    expect(refuseImport(file, found)).toBeUndefined();
  });
});

describe('findCycle', () => {
  const edge = (to: string, isType = false) => ({ line: 1, isType, to });
  it('finds a cycle of values', () => {
    const graph = new Map([
      ['a', [edge('b')]],
      ['b', [edge('c')]],
      ['c', [edge('b')]],
    ]);
    expect(findCycle(graph)).toEqual(['b', 'c', 'b']);
  });
  it('forgives one of types', () => {
    const graph = new Map([
      ['a', [edge('b')]],
      ['b', [edge('a', true)]],
    ]);
    expect(findCycle(graph)).toBeUndefined();
  });
});

describe('checkFile', () => {
  it('refuses long files and foreign readers of the environment', () => {
    expect(checkFile({ path: 'apps/api/src/http/a.ts', text: 'const a = process.env.A;\n' })).toHaveLength(1);
    expect(checkFile({ path: 'apps/api/src/config.ts', text: 'const a = process.env.A;\n' })).toEqual([]);
    expect(checkFile({ path: 'packages/ui/src/a.ts', text: 'x;\n'.repeat(401) })).toHaveLength(1);
    expect(checkFile({ path: 'packages/ui/src/a.ts', text: 'x;\n'.repeat(400) })).toEqual([]);
  });
  it('refuses paths of one machine', () => {
    expect(checkFile({ path: 'docs/a.md', text: `see /${'work'}/main\n` })).toHaveLength(1);
  });
});
