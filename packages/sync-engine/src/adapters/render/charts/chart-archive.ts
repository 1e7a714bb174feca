import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import type { ChartResult } from '../../../ports/charts.ts';
import { isSafeName } from '../../git/tree.ts';

const inflate = promisify(gunzip);
/** As Helm's own limits: a chart, one of its files, and what no chart needs. */
const chartBytesMax = 100 * 1024 * 1024;
const entriesMax = 20_000;
const depthMax = 32;

/** The files of a packaged chart by path, without its top folder (X4, X5). */
export async function unpackChart(archive: Buffer): Promise<ChartResult<Map<string, Buffer>>> {
  const files = await unpackArchive(archive, { topFolders: 1 });
  if (!files.ok || files.value.has('Chart.yaml')) return files;
  return refuse('it holds no Chart.yaml');
}

/**
 * The files of a gzipped tar by path, without that many folders above them. Links, devices and names that climb are refused,
 * and what inflates to more than 100 MiB is not inflated (X4, X5).
 */
export async function unpackArchive(
  archive: Buffer,
  { topFolders }: { topFolders: number },
): Promise<ChartResult<Map<string, Buffer>>> {
  let tar: Buffer;
  try {
    tar = await inflate(archive, { maxOutputLength: chartBytesMax });
  } catch {
    return refuse('it is no gzip file, or holds more than 100 MiB');
  }
  const files = new Map<string, Buffer>();
  const unpacker = extract();
  unpacker.end(tar);
  let entries = 0;
  try {
    for await (const entry of unpacker) {
      const { name, type } = entry.header;
      if (++entries > entriesMax) return refuse(`it holds more than ${entriesMax} files`);
      if (type === 'directory') {
        entry.resume();
        continue;
      }
      const parts = name.replace(/^\.\//, '').split('/');
      if (type !== 'file' && type !== 'contiguous-file') return refuse(`it holds a ${type}`);
      if (parts.length <= topFolders || parts.length > depthMax || !parts.every(isSafeName))
        return refuse(`it holds a file that cannot be written: "${name.slice(0, 100)}"`);
      const chunks: Buffer[] = [];
      for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
      files.set(parts.slice(topFolders).join('/'), Buffer.concat(chunks));
    }
  } catch {
    return refuse('it is no tar file');
  }
  // A file that is also the folder of another would make the tree ambiguous.
  for (const path of files.keys()) {
    const above = path.split('/').slice(0, -1);
    if (above.some((_part, index) => files.has(above.slice(0, index + 1).join('/'))))
      return refuse('it holds a file and a folder of the same name');
  }
  return { ok: true, value: files };
}

function refuse(why: string): ChartResult<never> {
  return {
    ok: false,
    code: 'chart_invalid',
    message: `The package is refused: ${why}.`,
    hint: 'Package it again, a chart with `helm package`.',
  };
}
