import type { CallOutput } from '@bowline/contract/client';

export type Project = CallOutput<'getProject'>;
export type ProjectSpec = Project['spec'];
export type SyncWindow = NonNullable<ProjectSpec['syncWindows']>[number];
export type ProjectRole = NonNullable<ProjectSpec['roles']>[number];

/** What a person declares of a project: everything that saving replaces. */
export type Declared = {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  spec: ProjectSpec;
};

export function declaredOf(project: Project): Declared {
  const { labels, annotations } = project.metadata;
  return { labels, annotations, spec: project.spec };
}
