import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createTestDatabase } from '../../../../tools/postgres/test-database.ts';
import { blobStore } from './blob.ts';
import { openDatabase } from './database.ts';
import { repositoryStore } from './repository.ts';
import { rotateKeys } from './rotate-keys.ts';
import { repositoryInput } from '../testing/repository-input.ts';

it('rotation changes every key but the one that masks Secrets, and loses nothing', async () => {
  const test = await createTestDatabase();
  const [current, next] = [randomBytes(32), randomBytes(32)];
  const before = await openDatabase(test.url, { masterKey: current });
  const { hashKey } = before.keyring;
  const [id = ''] = await blobStore(before).putAll([{ secret: 'value' }]);
  await repositoryStore(before).create(
    repositoryInput({
      name: 'a',
      url: 'https://git.example/a',
      credential: { kind: 'bearer', token: 'geheim' },
      webhookSecret: 'hook',
    }),
  );
  const old = await before.prisma.blob.findUniqueOrThrow({ where: { id } });
  await before.close();

  await rotateKeys(test.url, { current, next });
  await rotateKeys(test.url, { current, next }); // as after a stop before the file was replaced

  await expect(openDatabase(test.url, { masterKey: current })).rejects.toThrow(/master key/);
  const after = await openDatabase(test.url, { masterKey: next });
  expect(after.keyring.hashKey).toEqual(hashKey);
  expect(await blobStore(after).getAll([id])).toEqual([{ secret: 'value' }]);
  expect(await blobStore(after).putAll([{ secret: 'value' }])).toEqual([id]);
  const sealed = await after.prisma.blob.findUniqueOrThrow({ where: { id } });
  expect(sealed.keyVersion).toBe(old.keyVersion + 1);
  expect((await repositoryStore(after).open('a'))?.credential).toEqual({ kind: 'bearer', token: 'geheim' });
  expect((await repositoryStore(after).webhookSecrets())[0]?.secret).toBe('hook');
  await after.close();
  await test.drop();
});
