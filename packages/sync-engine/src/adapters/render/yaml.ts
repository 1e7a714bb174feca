import { CORE_SCHEMA, NOT_RESOLVED, YAMLException, defineScalarTag, mapTag, mergeTag, seqTag } from 'js-yaml';
import { put } from '../../core/schema/json.ts';
import { AliasCycleError, loadDocuments } from './yaml-load.ts';

/** A text that is not acceptable YAML; `line` is 1-based, 0 when unknown. The message never quotes the text. */
export class ManifestSyntaxError extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.name = 'ManifestSyntaxError';
    this.line = line;
  }
}

/** Bounds that no honest manifest reaches: nodes after aliases are expanded, and nesting (X15, X21). */
const nodesMax = 2_000_000;
const depthMax = 500;
const int64Max = 2n ** 63n - 1n;
const uint64Max = 2n ** 64n - 1n;

const trueWords = new Set(['true', 'True', 'TRUE', 'y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON']);
const falseWords = new Set(['false', 'False', 'FALSE', 'n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF']);
const digits = ['-', '+', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

const boolTag = defineScalarTag('tag:yaml.org,2002:bool', {
  implicit: true,
  implicitFirstChars: ['t', 'T', 'f', 'F', 'y', 'Y', 'n', 'N', 'o', 'O'],
  resolve: (text) => (trueWords.has(text) ? true : falseWords.has(text) ? false : NOT_RESOLVED),
  identify: (data) => typeof data === 'boolean',
});

const intTag = defineScalarTag<number | bigint>('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: digits,
  resolve: (text) => readInteger(text) ?? NOT_RESOLVED,
  identify: (data) => Number.isInteger(data) && !Object.is(data, -0),
});

const floatTag = defineScalarTag('tag:yaml.org,2002:float', {
  implicit: true,
  implicitFirstChars: digits,
  resolve: (text) => readFloat(text) ?? NOT_RESOLVED,
  identify: (data) => typeof data === 'number',
});

const binaryTag = defineScalarTag('tag:yaml.org,2002:binary', {
  resolve: (text) => Buffer.from(text.replace(/\s/g, ''), 'base64').toString('utf8'),
  identify: () => false,
});

/** Local tags (`!name`) and dates say nothing in JSON: the value is read as if it were not tagged. */
const localScalarTag = defineScalarTag('!', {
  matchByTagPrefix: true,
  resolve: (text) => text,
  identify: () => false,
});
const dateTag = defineScalarTag('tag:yaml.org,2002:timestamp', {
  resolve: (text) => text,
  identify: () => false,
});
const localTags = [
  localScalarTag,
  { ...seqTag, tagName: '!', matchByTagPrefix: true },
  { ...mapTag, tagName: '!', matchByTagPrefix: true },
];

/** YAML 1.1 as kubectl and helm read it: `yes` and `on` are booleans, `0777` is octal, `12:30:45` and dates are text. */
const schema = CORE_SCHEMA.withTags(mergeTag, boolTag, intTag, floatTag, binaryTag, dateTag, ...localTags);

export type YamlOptions = {
  duplicateKeys: 'refuse' | 'last-wins';
  /** `keep` reads integers beyond 2^53 as `bigint`, for text that is only printed again. Default: refuse. */
  bigIntegers?: 'refuse' | 'keep';
};

/** From 1, and at most the last line that says something: what is missing at the end is missing there. 0 = unknown. */
function lineIn(text: string, fromZero: number | undefined): number {
  return fromZero === undefined ? 0 : Math.min(fromZero + 1, text.trimEnd().split(/\r\n?|\n/).length);
}

/**
 * Reads all documents of a YAML or JSON text as plain JSON values; empty documents are left out. Integers beyond 2^53 and
 * numbers without a JSON form are refused rather than changed (X17). Throws ManifestSyntaxError.
 */
export function parseYaml(text: string, options: YamlOptions): unknown[] {
  let documents: unknown[];
  try {
    // A mark of byte order stands before any document of files that were put together. YAML 1.1, which kubectl reads, ends
    // lines at U+0085 too.
    documents = loadDocuments(text.replace(/^\ufeff/gm, '').replaceAll('\u0085', '\n'), {
      schema,
      maxDepth: depthMax,
      json: options.duplicateKeys === 'last-wins',
    });
  } catch (error) {
    if (error instanceof YAMLException) {
      const mark = error.mark as { line?: number } | undefined;
      throw new ManifestSyntaxError(plainReason(error.reason), lineIn(text, mark?.line));
    }
    if (error instanceof AliasCycleError) throw new ManifestSyntaxError(error.message, error.line);
    throw new ManifestSyntaxError('the text cannot be parsed', 0);
  }
  const budget: Budget = { nodes: nodesMax, bigIntegers: options.bigIntegers ?? 'refuse' };
  const held = documents.filter((document) => document !== null && document !== undefined);
  return held.map((document, index) => {
    try {
      return plainJson(document, '', 0, budget);
    } catch (error) {
      if (!(error instanceof ManifestSyntaxError)) throw error;
      const starts = documentLines(text);
      throw new ManifestSyntaxError(error.message, starts.length === held.length ? (starts[index] ?? 0) : 0);
    }
  });
}

/** A template that was never rendered is what people meet here: `name: {{ .Values.name }}`. */
function plainReason(reason: string): string {
  return reason.includes('complex keys')
    ? 'a map or list stands where a key is expected; quote text that begins with { or ['
    : reason;
}

/** First line, 1-based, of each document that holds something; for messages about what {@link parseYaml} read. */
export function documentLines(text: string): number[] {
  const starts: number[] = [];
  let isOpen = false;
  for (const [index, line] of text.split('\n').entries()) {
    if (/^(---|\.\.\.)(\s|$)/.test(line)) isOpen = false;
    const content = line.replace(/^---\s*/, '').trim();
    if (isOpen || content === '' || content.startsWith('#') || content.startsWith('%') || content === '...')
      continue;
    isOpen = true;
    starts.push(index + 1);
  }
  return starts;
}

type Budget = { nodes: number; bigIntegers: 'refuse' | 'keep' };

/** A copy without shared references; counts every node, so an alias bomb ends here and not in the memory (X15). */
function plainJson(value: unknown, path: string, depth: number, budget: Budget): unknown {
  budget.nodes -= 1;
  if (budget.nodes < 0 || depth > depthMax) throw new ManifestSyntaxError('it expands to too many values', 0);
  if (typeof value === 'bigint') {
    if (budget.bigIntegers === 'keep') return value;
    throw new ManifestSyntaxError(`the integer at ${path} is beyond 2^53 and would lose digits; quote it`, 0);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new ManifestSyntaxError(`the number at ${path} has no JSON form`, 0);
  }
  if (Array.isArray(value))
    return value.map((item, index) => plainJson(item, `${path}[${index}]`, depth + 1, budget));
  if (typeof value !== 'object' || value === null) return value === undefined ? null : value;
  const out: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    put(out, key, plainJson(item, path === '' ? key : `${path}.${key}`, depth + 1, budget));
  }
  return out;
}

function readInteger(text: string): number | bigint | undefined {
  const match = /^([-+]?)(0x[0-9a-f]+|0b[01]+|0o?[0-7]+|0|[1-9][0-9]*)$/i.exec(text.replaceAll('_', ''));
  if (match === null) return undefined;
  const [, sign, body = ''] = match;
  const octal = /^0o?([0-7]+)$/i.exec(body);
  const size = BigInt(octal === null ? body : `0o${octal[1]}`);
  const whole = sign === '-' ? -size : size;
  // Go falls back to a float beyond 64 bits.
  if (whole > uint64Max || whole < -int64Max - 1n) return /^[0-9]+$/.test(body) ? Number(whole) : undefined;
  return whole >= BigInt(Number.MIN_SAFE_INTEGER) && whole <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(whole)
    : whole;
}

function readFloat(text: string): number | undefined {
  const plain = text.replaceAll('_', '');
  if (/^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)(e[-+]?[0-9]+)?$/i.test(plain)) {
    const number = Number(plain);
    return Number.isFinite(number) ? number : undefined;
  }
  if (/^[-+]?\.(inf|Inf|INF)$/.test(plain)) return plain.startsWith('-') ? -Infinity : Infinity;
  return /^\.(nan|NaN|NAN)$/.test(plain) ? Number.NaN : undefined;
}
