import type { ApplicationSpec, ProjectSpec, Source, SyncWindow } from '@bowline/sync-engine/core/model';
import { CliFailure } from '../failure.ts';
import type { SourceDocument } from '../input/documents.ts';
import { checked, ignoreShape, projectShape, sourceShape, syncPolicyShape, windowShape } from './shapes.ts';

export type ApplicationDocument = {
  name: string;
  project: string;
  generation: number;
  spec: ApplicationSpec;
};

/** An Application of Bowline or Argo CD, or a bare `spec`, as the engine knows it. Throws CliFailure. */
export function readApplication({ value, origin }: SourceDocument): ApplicationDocument {
  const metadata = section(value.metadata);
  const spec = value.spec === undefined ? value : section(value.spec);
  const { source, sources, destination, ...rest } = spec;
  const list = readSources({ value: { source, sources }, origin });
  const project = text(spec.project) || text(metadata.project) || 'default';
  return {
    name: text(metadata.name) || 'app',
    project,
    generation: typeof metadata.generation === 'number' ? metadata.generation : 1,
    spec: {
      ...rest,
      ...policyOf(spec, `${origin}: ${value.spec === undefined ? '' : 'spec'}`),
      project,
      sources: list,
      destination: readDestination(destination),
    } as ApplicationSpec, // the fields that are read here are checked; the rest is looked at with care by the core
  };
}

/** The parts that rules look into without further care. */
function policyOf(spec: Record<string, unknown>, place: string) {
  const { syncPolicy, ignoreDifferences } = spec;
  const isSet = (part: unknown) => part !== undefined && part !== null;
  return {
    syncPolicy: isSet(syncPolicy) ? checked(syncPolicyShape, syncPolicy, `${place}.syncPolicy`) : undefined,
    ignoreDifferences: isSet(ignoreDifferences)
      ? checked(ignoreShape, ignoreDifferences, `${place}.ignoreDifferences`)
      : undefined,
  };
}

/** The sources of an Application, of its `spec`, or of a block `source`, `sources` or `spec.source(s)`. Throws CliFailure. */
export function readSources({ value, origin }: SourceDocument): Source[] {
  const spec = value.spec === undefined ? value : section(value.spec);
  const found = Array.isArray(spec.sources)
    ? spec.sources
    : spec.source === undefined
      ? [spec]
      : [spec.source];
  const list = found
    .filter(isSection)
    .filter((source) => typeof source.repoURL === 'string' || typeof source.path === 'string');
  if (list.length === 0) {
    if (value.spec !== undefined || value.sources !== undefined || value.source !== undefined)
      throw new CliFailure(`${origin}: there is no source with repoURL or path.`);
    return [];
  }
  return list.map((source, index) => {
    // Options of renderers stay as written: a null inside `valuesObject` means something.
    const { repoURL, path, chart, ref, name } = source;
    const read = checked(sourceShape, { repoURL, path, chart, ref, name }, `${origin}: source ${index + 1}`);
    return { ...source, ...read } as Source; // renderers check the options they read
  });
}

/** Windows of an AppProject or Project, of its `spec`, or of a list `syncWindows` or `windows`. Throws CliFailure. */
export function readWindows({ value, origin }: SourceDocument): SyncWindow[] {
  const spec = value.spec === undefined ? value : section(value.spec);
  const list = spec.syncWindows ?? spec.windows;
  const found = Array.isArray(list) ? list : typeof spec.schedule === 'string' ? [spec] : undefined;
  if (found === undefined) throw new CliFailure(`${origin}: there are no syncWindows.`);
  return found.map((window: unknown, index) => {
    const entry = section(window);
    if (
      (entry.kind !== 'allow' && entry.kind !== 'deny') ||
      typeof entry.schedule !== 'string' ||
      typeof entry.duration !== 'string'
    )
      throw new CliFailure(`${origin}: a window needs kind (allow or deny), schedule and duration.`);
    return checked(windowShape, entry, `${origin}: window ${index + 1}`) as SyncWindow;
  });
}

/** A Project, or its spec. */
export function readProject(value: unknown, place: string): { name: string; spec: ProjectSpec } {
  const document = section(value);
  const spec = document.spec === undefined ? document : section(document.spec);
  return {
    name: text(section(document.metadata).name) || text(document.name) || 'default',
    spec: checked(projectShape, spec, place) as ProjectSpec,
  };
}

function readDestination(value: unknown): ApplicationSpec['destination'] {
  const { name, server, namespace } = section(value);
  const place = { namespace: text(namespace) };
  if (text(name) !== '') return { name: text(name), ...place };
  return text(server) === '' ? { name: 'in-cluster', ...place } : { server: text(server), ...place };
}

export function section(value: unknown): Record<string, unknown> {
  return isSection(value) ? value : {};
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
