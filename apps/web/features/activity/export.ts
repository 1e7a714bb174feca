import type { CallOutput } from '@bowline/contract/client';
import { api } from '../../lib/api/client.ts';
import type { ActivityQuery } from './filters.ts';

type Page = CallOutput<'listActivity'>;
export type ExportProgress = { done: number; total: number };

/** Reads everything that matches, page by page, as one JSON object per line. Aborting throws. */
export async function exportLines(input: {
  query: ActivityQuery;
  signal: AbortSignal;
  onProgress: (progress: ExportProgress) => void;
  readPage?: (cursor: string | undefined) => Promise<Page>;
}): Promise<string[]> {
  const { query, signal, onProgress } = input;
  const readPage =
    input.readPage ??
    ((cursor) => api.call('listActivity', { query: { ...query, limit: 500, cursor }, signal }));
  const lines: string[] = [];
  let cursor: string | undefined;
  do {
    signal.throwIfAborted();
    const page = await readPage(cursor);
    for (const event of page.items) lines.push(JSON.stringify(event));
    onProgress({ done: lines.length, total: Math.max(page.total, lines.length) });
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return lines;
}

/** Hands text to the browser as a file. */
export function saveFile(name: string, lines: readonly string[]): void {
  const url = URL.createObjectURL(
    new Blob(
      lines.map((line) => `${line}\n`),
      { type: 'application/jsonl' },
    ),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the file once the click is handled.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
