import { expect, it } from 'vitest';
import { sampleEvent } from './activity.fixture.ts';
import { exportLines } from './export.ts';

const page = (ids: string[], next: string | null) => ({
  items: ids.map((id) => sampleEvent({ id })),
  total: 3,
  next,
  asOf: '2026-11-24T14:20:00Z',
});

it('reads every page by its cursor and says how far it is (C20)', async () => {
  const asked: (string | undefined)[] = [];
  const seen: string[] = [];
  const lines = await exportLines({
    query: {},
    signal: new AbortController().signal,
    onProgress: ({ done, total }) => seen.push(`${done}/${total}`),
    readPage: async (cursor) => {
      asked.push(cursor);
      return cursor === undefined ? page(['3', '2'], 'c1') : page(['1'], null);
    },
  });
  expect(asked).toEqual([undefined, 'c1']);
  expect(seen).toEqual(['2/3', '3/3']);
  expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(['3', '2', '1']);
});

it('stops when it is cancelled', async () => {
  const abort = new AbortController();
  const read = exportLines({
    query: {},
    signal: abort.signal,
    onProgress: () => abort.abort(),
    readPage: async () => page(['3'], 'again'),
  });
  await expect(read).rejects.toThrow();
});
