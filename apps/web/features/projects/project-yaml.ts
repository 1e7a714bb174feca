import type { Declared, ProjectSpec } from './project.ts';

export type YamlProblem =
  | { kind: 'syntax'; line: number; message: string }
  | { kind: 'not-a-project' }
  | { kind: 'other-name'; name: string };

/** Writes a project as `bowline apply -f` takes it. The parser and writer load when YAML is first wanted. */
export async function loadWriter(): Promise<(name: string, declared: Declared) => string> {
  const { dump } = await import('js-yaml');
  const has = (map: object) => Object.keys(map).length > 0;
  return (name, { labels, annotations, spec }) =>
    dump(
      {
        apiVersion: 'bowline.dev/v1alpha1',
        kind: 'Project',
        metadata: { name, ...(has(labels) ? { labels } : {}), ...(has(annotations) ? { annotations } : {}) },
        spec,
      },
      { lineWidth: 120, noRefs: true },
    );
}

export async function writeYaml(name: string, declared: Declared): Promise<string> {
  return (await loadWriter())(name, declared);
}

/** Reads it back. What the fields may hold is the API's to judge. */
export async function readYaml(
  name: string,
  text: string,
): Promise<{ declared: Declared } | { problem: YamlProblem }> {
  const { load, YAMLException } = await import('js-yaml');
  let value: unknown;
  try {
    value = load(text);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { problem: { kind: 'syntax', line: (error.mark?.line ?? 0) + 1, message: error.reason } };
  }
  const { kind, metadata, spec } = (value ?? {}) as { kind?: unknown; metadata?: unknown; spec?: unknown };
  if (kind !== 'Project' || !isObject(metadata) || !isObject(spec))
    return { problem: { kind: 'not-a-project' } };
  if (metadata.name !== name) return { problem: { kind: 'other-name', name: String(metadata.name ?? '') } };
  const map = (part: unknown) => (isObject(part) ? (part as Record<string, string>) : {}); // the API checks the values
  return {
    declared: {
      labels: map(metadata.labels),
      annotations: map(metadata.annotations),
      spec: spec as ProjectSpec, // the API checks every field and names the wrong one
    },
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
