import type { AppRef } from '../urls.ts';

/** Keys of the query cache: `[entity, scope, params]`. The stream finds what to refresh by their first parts. */
export const queryKeys = {
  session: () => ['session'] as const,
  home: () => ['home'] as const,
  system: () => ['system'] as const,
  apps: (params?: object) => (params ? (['apps', 'list', params] as const) : (['apps'] as const)),
  app: (ref: AppRef) => ['app', `${ref.project}/${ref.name}`] as const,
  tree: (ref: AppRef) => ['app', `${ref.project}/${ref.name}`, 'tree'] as const,
  changes: (ref: AppRef, params: object) => ['app', `${ref.project}/${ref.name}`, 'changes', params] as const,
  resource: (ref: AppRef, id: string) => ['app', `${ref.project}/${ref.name}`, 'resource', id] as const,
  events: (ref: AppRef, id?: string) => ['app', `${ref.project}/${ref.name}`, 'events', id ?? ''] as const,
  explain: (ref: AppRef) => ['app', `${ref.project}/${ref.name}`, 'explain'] as const,
  releases: (ref: AppRef, params?: object) =>
    ['app', `${ref.project}/${ref.name}`, 'releases', params ?? {}] as const,
  release: (ref: AppRef, number: number) => ['app', `${ref.project}/${ref.name}`, 'release', number] as const,
  plans: (params?: object) => (params ? (['plans', params] as const) : (['plans'] as const)),
  plan: (id: string) => ['plan', id] as const,
  operations: (params?: object) => (params ? (['operations', params] as const) : (['operations'] as const)),
  operation: (id: string) => ['operation', id] as const,
  repositories: (params?: object) =>
    params ? (['repositories', 'list', params] as const) : (['repositories'] as const),
  repository: (name: string) => ['repositories', 'one', name] as const,
  clusters: (params?: object) => (params ? (['clusters', 'list', params] as const) : (['clusters'] as const)),
  cluster: (name: string) => ['clusters', 'one', name] as const,
  projects: (params?: object) => (params ? (['projects', 'list', params] as const) : (['projects'] as const)),
  project: (name: string) => ['projects', 'one', name] as const,
  activity: (params?: object) => (params ? (['activity', params] as const) : (['activity'] as const)),
  tokens: () => ['tokens'] as const,
  users: () => ['users'] as const,
  search: (q: string) => ['search', q] as const,
} as const;
