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

/** How topics are written, `*` for a uid or an id. */
export function topicPatterns(): string[] {
  return Object.values(topics).map((topic) => topic('*'));
}

/** Whether anything is ever told under this name. */
export function isTopic(text: string): boolean {
  return topicPatterns().some((pattern) => new RegExp(`^${pattern.replace('*', '[^:]+')}$`).test(text));
}
