/** Topics of the live stream; a client subscribes to those of what it shows. */
export const topics = {
  applicationList: () => 'apps:list',
  application: (uid: string) => `app:${uid}`,
  tree: (uid: string) => `app:${uid}:tree`,
  releases: (uid: string) => `app:${uid}:releases`,
  plan: (id: string) => `plan:${id}`,
  operation: (id: string) => `op:${id}`,
  repositories: () => 'repos',
  clusters: () => 'clusters',
  projects: () => 'projects',
  activity: () => 'activity',
  home: () => 'home',
} as const;
