import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { foreignLineOf } from '@bowline/sync-engine/adapters/render/foreign-line';
import { ManifestSyntaxError, documentLines, parseYaml } from '@bowline/sync-engine/adapters/render/yaml';
import { CliFailure } from '../failure.ts';
import type { Io } from '../io.ts';

/** One YAML or JSON document and where it was found, for messages. */
export type SourceDocument = { value: Record<string, unknown>; origin: string };

type Reader = Pick<Io, 'readStdin'>;

const filesMax = 10_000;
const bytesMax = 64 * 1024 * 1024;

/**
 * Documents of a file, a folder (its .yaml, .yml and .json files, below it too) or `-` for standard input, in order; `List`s
 * are taken apart. Throws CliFailure naming file and line.
 */
export async function readDocuments(
  io: Reader,
  path: string,
  options: ParseOptions = { numbers: 'exact' },
): Promise<SourceDocument[]> {
  const texts = await readTexts(io, path);
  return texts.flatMap(({ name, text }) => parseDocuments(text, name, options));
}

/** The one document a command asks for. Throws CliFailure when there are none or several. */
export async function readDocument(io: Reader, path: string): Promise<SourceDocument> {
  const [first, ...more] = await readDocuments(io, path);
  if (first === undefined) throw new CliFailure(`${nameOf(path)}:1: there is no document.`);
  const [second] = more;
  if (second !== undefined)
    throw new CliFailure(
      `${second.origin}: this is one of ${more.length + 1} documents of ${nameOf(path)}; one is expected.`,
    );
  return first;
}

/**
 * `exact` refuses integers that a number cannot hold; `lossy` reads JSON as JavaScript does, for what clusters print: fast,
 * and one huge number does not keep the rest from being read.
 */
export type ParseOptions = { numbers: 'exact' | 'lossy' };

/** Documents of a text. Throws CliFailure naming file and line. */
export function parseDocuments(
  text: string,
  name: string,
  options: ParseOptions = { numbers: 'exact' },
): SourceDocument[] {
  const values = parseValues(text, name, options);
  const lines = documentLines(text);
  return values.flatMap((value, index) => {
    const isTold = lines.length === values.length;
    const origin = isTold ? `${name}:${lines[index]}` : `${name} (document ${index + 1})`;
    return expand(value, origin, 0);
  });
}

function parseValues(text: string, name: string, options: ParseOptions): unknown[] {
  if (options.numbers === 'lossy' && /^\s*[{[]/.test(text)) {
    try {
      return [JSON.parse(text)];
    } catch {
      // Several JSON documents, or YAML in flow style: the YAML parser names what is wrong.
    }
  }
  try {
    return parseYaml(text, { duplicateKeys: 'last-wins' });
  } catch (error) {
    if (!(error instanceof ManifestSyntaxError)) throw error;
    const where = error.line > 0 ? `${name}:${error.line}` : name;
    throw new CliFailure(`${where}: this is not valid YAML: ${error.message}.`, { cause: error });
  }
}

function nameOf(path: string): string {
  return path === '-' ? 'standard input' : path;
}

async function readTexts(io: Reader, path: string): Promise<{ name: string; text: string }[]> {
  if (path === '-') return [{ name: 'standard input', text: await io.readStdin() }];
  try {
    if (!statSync(path).isDirectory()) return [{ name: path, text: readText(path) }];
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ya?ml|json)$/.test(name) && !/(^|[/\\])(\.git|node_modules)[/\\]/.test(name))
      .sort();
    if (names.length === 0) throw new CliFailure(`${path} holds no .yaml, .yml or .json file.`);
    if (names.length > filesMax) throw new CliFailure(`${path} holds more than ${filesMax} files.`);
    return names.map((name) => ({ name: join(path, name), text: readText(join(path, name)) }));
  } catch (error) {
    throw readFailure(path, error);
  }
}

/** Text of a file. Throws CliFailure when it cannot be read. */
export function readText(path: string): string {
  try {
    const { size } = statSync(path);
    if (size > bytesMax) throw new CliFailure(`${path} is larger than ${bytesMax} bytes.`);
    const bytes = readFileSync(path);
    const line = foreignLineOf(bytes);
    if (line !== undefined) throw new CliFailure(`${path}:${line}: this is not text in UTF-8.`);
    return bytes.toString('utf8');
  } catch (error) {
    throw readFailure(path, error);
  }
}

function readFailure(path: string, error: unknown): CliFailure {
  if (error instanceof CliFailure) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const why =
    { ENOENT: 'does not exist', EACCES: 'may not be read', EISDIR: 'is a folder' }[code] ??
    `cannot be read (${code})`;
  return new CliFailure(`${path} ${why}.`, { cause: error });
}

const listDepthMax = 20;

function expand(value: unknown, origin: string, depth: number): SourceDocument[] {
  if (Array.isArray(value)) return value.flatMap((item) => expand(item, origin, depth + 1));
  if (typeof value !== 'object' || value === null)
    throw new CliFailure(`${origin}: this is not an object with apiVersion and kind.`);
  const object = value as Record<string, unknown>;
  const kind = typeof object.kind === 'string' && object.kind.endsWith('List') ? object.kind : undefined;
  const isEmpty = object.items === null || (kind === 'List' && object.items === undefined);
  if (kind === undefined || !(isEmpty || Array.isArray(object.items))) return [{ value: object, origin }];
  if (isEmpty) return [];
  if (depth > listDepthMax) throw new CliFailure(`${origin}: lists are nested too deep.`);
  return (object.items as unknown[]).flatMap((item) => expand(typed(item, object, kind), origin, depth + 1));
}

/** An item of `kubectl get --raw`: in a list of one kind the items do not repeat it. */
function typed(item: unknown, list: Record<string, unknown>, kind: string): unknown {
  const isBare = typeof item === 'object' && item !== null && !Array.isArray(item) && !('kind' in item);
  if (!isBare || kind === 'List') return item;
  return { apiVersion: list.apiVersion, kind: kind.slice(0, -'List'.length), ...item };
}
