import type { ApplicationSpec, ProjectSpec, Source, SyncWindow } from '@bowline/sync-engine/core/model';
import { CliFailure } from '../failure.ts';
import type { SourceDocument } from '../input/documents.ts';
import {
  checked,
  ignoreShape,
  projectShape,
  sourceShape,
  syncPolicyShape,
  unknownFields,
  windowShape,
} from './shapes.ts';

export type ApplicationDocument = {
  name: string;
  project: string;
  generation: number;
  spec: ApplicationSpec;
};

/** An Application of Bowline or Argo CD, or a bare `spec`, as the engine knows it. Throws CliFailure. */
export function readApplication({ value, origin }: SourceDocument): ApplicationDocument {
  if (typeof value.kind === 'string' && value.kind !== 'Application')
    throw new CliFailure(`${origin}: ${value.kind} is not Application.`);
  const metadata = section(value.metadata);
  const spec = value.spec === undefined ? value : mapOf(value.spec, `${origin}: spec`);
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

/**
 * Windows of an AppProject or Project (it may have none), of its `spec`, or of a list `syncWindows` or `windows`. Fields that
 * no window has are told to `warn`: a misspelt `timeZone` would move a freeze by hours. Throws CliFailure.
 */
export function readWindows({ value, origin }: SourceDocument, warn: (text: string) => void): SyncWindow[] {
  const spec = value.spec === undefined ? value : mapOf(value.spec, `${origin}: spec`);
  const name = 'syncWindows' in spec ? 'syncWindows' : 'windows';
  const isProject = value.kind === 'AppProject' || value.kind === 'Project';
  if (!(name in spec) && typeof spec.schedule === 'string') return windowsOf([spec], origin, warn);
  if (!(name in spec) && !isProject) throw new CliFailure(`${origin}: there are no syncWindows.`);
  const list = spec[name] ?? [];
  if (!Array.isArray(list)) throw new CliFailure(`${origin}: ${name} is not a list.`);
  return windowsOf(list, origin, warn);
}

function windowsOf(list: unknown[], origin: string, warn: (text: string) => void): SyncWindow[] {
  return list.map((entry, index) => {
    const place = `${origin}: window ${index + 1}`;
    const window = checked(windowShape, entry, place) as SyncWindow;
    for (const field of unknownFields(windowShape, entry))
      warn(`${place}: ${field} is not known and has no effect`);
    return window;
  });
}

/** Rules of a Project that nobody wrote: nothing is forbidden. */
const openProject: ProjectSpec = {
  sourceRepos: ['*'],
  destinations: [{ name: '*', namespace: '*' }],
  clusterResourceWhitelist: [{ group: '*', kind: '*' }],
};

/** A Project, or its spec; one without a name is `name`, one that is not written forbids nothing. Throws CliFailure. */
export function readProject(
  value: unknown,
  { name, place, warn }: { name: string; place: string; warn: (text: string) => void },
): { name: string; spec: ProjectSpec } {
  if (value === undefined || value === null) return { name, spec: openProject };
  const document = mapOf(value, place);
  const spec = document.spec === undefined ? document : section(document.spec);
  const rules = checked(projectShape, spec, place) as ProjectSpec;
  if (Array.isArray(spec.syncWindows)) windowsOf(spec.syncWindows, place, warn);
  return { name: text(section(document.metadata).name) || text(document.name) || name, spec: rules };
}

function readDestination(value: unknown): ApplicationSpec['destination'] {
  const { name, server, namespace } = section(value);
  const place = { namespace: text(namespace) };
  if (text(name) !== '') return { name: text(name), ...place };
  return text(server) === '' ? { name: 'in-cluster', ...place } : { server: text(server), ...place };
}

/** A map as it is written, nulls inside included. Throws CliFailure. */
export function mapOf(value: unknown, place: string): Record<string, unknown> {
  if (value !== null && !isSection(value)) throw new CliFailure(`${place}: this is not a map.`);
  return section(value);
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
