import { mkdir, mkdtemp, readFile, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../testing/fake-io.ts';
import { createLocalTree, workingTree } from './local-tree.ts';

const manifest = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
let base: string;
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'bowline-local-tree-')));
  await mkdir(join(base, 'near/app'), { recursive: true });
  await mkdir(join(base, 'far'));
  await writeFile(join(base, 'far/secret.yaml'), manifest.replace('a}', 'secret}'));
  await writeFile(join(base, 'near/shared.yaml'), manifest.replace('a}', 'shared}'));
  await writeFile(join(base, 'near/app/a.yaml'), manifest);
  await symlink('../shared.yaml', join(base, 'near/app/shared.yaml'));
  await symlink('nowhere', join(base, 'near/app/gone.yaml'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const render = (dir: string) => runCli(['engine', 'render', join(base, dir), '-o', 'json']);

describe('links of a local folder (X2)', () => {
  it('may reach a neighbour, and may dangle', async () => {
    const { exitCode, out } = await render('near/app');
    expect(exitCode).toBe(0);
    expect((JSON.parse(out) as { metadata: { name: string } }[]).map((one) => one.metadata.name)).toEqual([
      'a',
      'shared',
    ]);
  });

  it('may not reach the rest of the machine, unless a repository holds both', async () => {
    await symlink('../../far/secret.yaml', join(base, 'near/app/out.yaml'));
    const refused = await render('near/app');
    expect(refused.exitCode).toBe(2);
    expect(refused.err).toContain('[path_escapes]');
    await mkdir(join(base, '.git'));
    expect((await render('near/app')).out).toContain('secret');
  });

  it('are copied as what they point at', async () => {
    await mkdir(join(base, 'near/dir'));
    await writeFile(join(base, 'near/dir/b'), 'b');
    await symlink('../dir', join(base, 'near/app/dir'));
    await symlink('a.yaml', join(base, 'near/app/same.yaml'));
    const tree = createLocalTree({ root: base, linkRoot: join(base, 'near'), extraFiles: new Map() });
    const repository = {
      id: '',
      url: '',
      credential: { kind: 'none' as const },
      insecureSkipTlsVerify: false,
    };
    const to = join(base, 'copy');
    expect(await tree.checkout(repository, workingTree, 'near/app', to)).toMatchObject({ ok: true });
    expect((await readdir(to)).sort()).toEqual(['a.yaml', 'dir', 'same.yaml', 'shared.yaml']);
    expect(await readFile(join(to, 'dir/b'), 'utf8')).toBe('b');
    await symlink('../../far', join(base, 'near/app/far'));
    expect(await tree.checkout(repository, workingTree, 'near/app', join(base, 'no'))).toMatchObject({
      code: 'path_escapes',
    });
  });
});
