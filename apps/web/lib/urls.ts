type Query = Record<string, string | number | boolean | readonly string[] | null | undefined>;

function withQuery(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '' || value === false) continue;
    if (typeof value === 'object') value.forEach((one) => params.append(name, one));
    else params.set(name, String(value));
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

const part = encodeURIComponent;

export type AppTab =
  | 'overview'
  | 'resources'
  | 'changes'
  | 'history'
  | 'logs'
  | 'events'
  | 'parameters'
  | 'policy'
  | 'settings';
export type ResourceTab = 'summary' | 'diff' | 'manifest' | 'events' | 'logs' | 'history' | 'relations';
export type AppRef = { project: string; name: string };

const app = ({ project, name }: AppRef) => `/apps/${part(project)}/${part(name)}`;

/** Every page of the web application. Nothing else spells a path. */
export const urls = {
  home: (query?: { scope?: string; kind?: string; project?: string }) => withQuery('/', query),
  login: (query?: { returnTo?: string }) => withQuery('/login', query),
  password: (query?: { returnTo?: string }) => withQuery('/login/password', query),
  logout: () => '/logout',
  apps: (query?: Query) => withQuery('/apps', query),
  newApp: (query?: Query) => withQuery('/apps/new', query),
  app: (ref: AppRef, tab: AppTab = 'overview', query?: Query) => withQuery(`${app(ref)}/${tab}`, query),
  /** `key` is `group/kind/namespace/name`; an empty group or namespace stays an empty part. */
  resource: (ref: AppRef, key: string, tab: ResourceTab = 'summary', query?: Query) =>
    withQuery(`${app(ref)}/resources/${part(key)}/${tab}`, query),
  changes: (
    ref: AppRef,
    query?: { from?: string; to?: string; mode?: string; hide?: string; obj?: string; hunk?: string },
  ) => withQuery(`${app(ref)}/changes`, query),
  release: (ref: AppRef, number: number) => `${app(ref)}/releases/${number}`,
  plan: (id: string, query?: Query) => withQuery(`/plans/${part(id)}`, query),
  operation: (id: string, query?: Query) => withQuery(`/operations/${part(id)}`, query),
  approvals: () => '/approvals',
  activity: (query?: Query) => withQuery('/activity', query),
  audit: (query?: Query) => withQuery('/audit', query),
  search: (query?: { q?: string }) => withQuery('/search', query),
  sets: () => '/sets',
  projects: () => '/projects',
  newProject: () => '/projects/new',
  project: (name: string, tab = 'overview') => `/projects/${part(name)}/${tab}`,
  repositories: (query?: Query) => withQuery('/repositories', query),
  newRepository: () => '/repositories/new',
  repository: (id: string) => `/repositories/${part(id)}`,
  clusters: (query?: Query) => withQuery('/clusters', query),
  newCluster: () => '/clusters/new',
  cluster: (id: string) => `/clusters/${part(id)}`,
  policies: () => '/policies',
  calendar: (query?: Query) => withQuery('/policies/calendar', query),
  me: (tab: 'profile' | 'appearance' | 'notifications' | 'tokens' = 'profile') => `/me/${tab}`,
  admin: (tab: 'users' | 'sso' | 'roles' | 'service-accounts' | 'system' = 'users') => `/admin/${tab}`,
  help: () => '/help',
} as const;

/** A path of this site to return to after signing in; anything else becomes the home page (open redirects). */
export function safeReturnTo(value: string | null | undefined): string {
  if (!value || !value.startsWith('/') || value.startsWith('//') || value.includes('\\')) return urls.home();
  const url = new URL(value, 'http://self.invalid');
  if (url.host !== 'self.invalid' || url.pathname.startsWith('/login') || url.pathname.startsWith('/api/'))
    return urls.home();
  return url.pathname + url.search + url.hash;
}
