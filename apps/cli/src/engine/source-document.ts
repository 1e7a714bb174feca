import { SourceSchema } from '@bowline/contract/spec';
import type { Source } from '@bowline/sync-engine/core/model';
import { CliFailure } from '../failure.ts';
import { parseDocuments, readText } from '../input/documents.ts';
import type { Io } from '../io.ts';
import { section } from './application.ts';

/** Sources to render, and what an Application around them says of its name, destination and project. */
export type SourceInput = {
  sources: Source[];
  name?: string;
  namespace?: string;
  project?: string;
  /** What is not understood and has no effect. */
  warnings: string[];
};

/**
 * Reads `--source`: a whole Application of Bowline or Argo CD, its `spec`, or a block `source`, `sources` or one source. Of
 * several documents the one Application counts. Throws CliFailure naming file and line.
 */
export async function readSourceDocument(io: Pick<Io, 'readStdin'>, path: string): Promise<SourceInput> {
  const [file, text] = path === '-' ? ['standard input', await io.readStdin()] : [path, readText(path)];
  const documents = parseDocuments(text, file).map((document) => document.value);
  const applications = documents.filter((document) => document.kind === 'Application');
  const [document, ...more] = applications.length > 0 ? applications : documents;
  if (document === undefined) throw new CliFailure(`${file}:1: there is no document.`);
  if (more.length > 0)
    throw new CliFailure(
      `${file}:1: this file holds ${more.length + 1} ${applications.length > 0 ? 'Applications' : 'documents'}; one is expected.`,
    );
  if (typeof document.kind === 'string' && document.kind !== 'Application')
    throw new CliFailure(`${file}:${lineOf(text, ['kind'])}: ${document.kind} is not Application.`);

  const spec = document.spec === undefined ? document : section(document.spec);
  const at = document.spec === undefined ? [] : ['spec'];
  const warnings: string[] = [];
  const sources = blocksOf(spec, at).map(({ value, keys }) => checked(value, keys));
  if (sources.length === 0)
    throw new CliFailure(`${file}:${lineOf(text, at)}: there is no source with repoURL or path.`);
  const metadata = section(document.metadata);
  const { namespace } = section(spec.destination);
  return {
    sources,
    ...textField('name', metadata.name),
    ...textField('namespace', namespace),
    ...textField('project', spec.project),
    warnings,
  };

  function checked(value: unknown, keys: string[]): Source {
    const source = section(value);
    const where = (path: string[]): string => `${file}:${lineOf(text, [...keys, ...path])}`;
    if (source.plugin !== undefined)
      throw new CliFailure(
        `${where(['plugin'])}: the source names a config management plugin, which is not run.`,
        {
          code: 'source_invalid',
          hint: 'Commit what the plugin prints, or use a chart or a kustomization.',
        },
      );
    const { success, data, error } = SourceSchema.safeParse({ repoURL: 'local', ...source });
    if (success) return data;
    for (const issue of error.issues) {
      const path = issue.path.map(String);
      const shown = [...keys, ...path].join('.');
      if (issue.code !== 'unrecognized_keys')
        throw new CliFailure(`${where(path)}: ${shown}: ${issue.message}.`, { code: 'source_invalid' });
      for (const key of issue.keys)
        warnings.push(`${where([...path, key])}: ${shown}.${key} is not known and has no effect`);
    }
    return source as Source; // every field that is known was checked
  }
}

function blocksOf(spec: Record<string, unknown>, at: string[]): { value: unknown; keys: string[] }[] {
  const hydrator = section(spec.sourceHydrator);
  const single = (value: unknown, keys: string[]) => [{ value, keys: [...at, ...keys] }];
  if (Array.isArray(spec.sources) && spec.sources.length > 0)
    return spec.sources.map((value: unknown, index) => ({ value, keys: [...at, 'sources', String(index)] }));
  if (spec.source !== undefined && spec.source !== null) return single(spec.source, ['source']);
  if (hydrator.drySource !== undefined) return single(hydrator.drySource, ['sourceHydrator', 'drySource']);
  return typeof spec.repoURL === 'string' || typeof spec.path === 'string' ? single(spec, []) : [];
}

/** Line, 1-based, at which a path of keys begins; of a path that is not written in block style, the nearest above it. */
function lineOf(text: string, path: string[]): number {
  const lines = text.split('\n');
  let found = Math.max(
    lines.findIndex((line) => /^[^#\s-]/.test(line)),
    0,
  );
  let from = found;
  for (const key of path) {
    const next = /^\d+$/.test(key) ? itemLine(lines, from, Number(key)) : keyLine(lines, from, key);
    if (next === undefined) continue;
    found = next;
    from = next;
  }
  return found + 1;
}

function keyLine(lines: string[], from: number, key: string): number | undefined {
  const pattern = new RegExp(`(^|[\\s{,"'-])${escaped(key)}["']?\\s*:`);
  const index = lines.findIndex((line, at) => at >= from && pattern.test(line));
  return index < 0 ? undefined : index;
}

function itemLine(lines: string[], from: number, item: number): number | undefined {
  const first = lines.findIndex((line, at) => at >= from && /^\s*-\s/.test(line));
  const indent = /^\s*/.exec(lines[first] ?? '')?.[0] ?? '';
  const items = lines.flatMap((line, at) => (at >= first && line.startsWith(`${indent}- `) ? [at] : []));
  return first < 0 ? undefined : items[item];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

function textField<K extends string>(key: K, value: unknown): { [field in K]?: string } {
  return typeof value === 'string' && value !== '' ? ({ [key]: value } as { [field in K]?: string }) : {};
}
