export type ShortcutScope = 'global' | 'list' | 'app' | 'diff' | 'plan';

/** Every shortcut of the application. A chord is written with spaces (`g h`); `mod` is ⌘ or Ctrl. Texts: `shell.keys.<id>`. */
export const shortcuts = {
  palette: { keys: 'mod+k', scope: 'global' },
  filter: { keys: '/', scope: 'global' },
  help: { keys: '?', scope: 'global' },
  goHome: { keys: 'g h', scope: 'global' },
  goApps: { keys: 'g a', scope: 'global' },
  goProjects: { keys: 'g p', scope: 'global' },
  goApprovals: { keys: 'g v', scope: 'global' },
  goRepositories: { keys: 'g r', scope: 'global' },
  goClusters: { keys: 'g c', scope: 'global' },
  goActivity: { keys: 'g l', scope: 'global' },
  up: { keys: 'u', scope: 'global' },
  // Handled by the grids themselves; listed so that help shows them and nothing else takes them.
  next: { keys: 'j', scope: 'list' },
  previous: { keys: 'k', scope: 'list' },
  select: { keys: 'x', scope: 'list' },
  open: { keys: 'Enter', scope: 'list' },
  view: { keys: 'v', scope: 'list' },
  previousItem: { keys: '[', scope: 'app' },
  nextItem: { keys: ']', scope: 'app' },
  actions: { keys: '.', scope: 'app' },
  syncPlan: { keys: 'y', scope: 'app' },
  changes: { keys: 'd', scope: 'app' },
  resources: { keys: 't', scope: 'app' },
  logs: { keys: 'l', scope: 'app' },
  refresh: { keys: 'r', scope: 'app' },
  why: { keys: 'w', scope: 'app' },
  nextHunk: { keys: 'n', scope: 'diff' },
  previousHunk: { keys: 'p', scope: 'diff' },
  collapseAll: { keys: 'c', scope: 'diff' },
  approve: { keys: 'mod+Enter', scope: 'plan' },
} as const satisfies Record<string, { keys: string; scope: ShortcutScope }>;

export type ShortcutId = keyof typeof shortcuts;

/** The text of a pressed key in the registry's spelling; null for a bare modifier. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): string | null {
  if (['Shift', 'Control', 'Meta', 'Alt'].includes(event.key) || event.altKey) return null;
  return event.ctrlKey || event.metaKey
    ? `mod+${event.key.length === 1 ? event.key.toLowerCase() : event.key}`
    : event.key;
}

export type Chord = { first: string | null; at: number };

/** Matches a key against the shortcuts that have handlers; a pending first key of a chord lasts a second. */
export function matchKey(input: {
  key: string;
  pending: Chord;
  now: number;
  active: readonly ShortcutId[];
}): { id: ShortcutId | null; pending: Chord } {
  const { key, pending, now, active } = input;
  const none: Chord = { first: null, at: 0 };
  const first = pending.first !== null && now - pending.at < 1000 ? pending.first : null;
  if (first !== null) {
    const id = active.find((id) => shortcuts[id].keys === `${first} ${key}`);
    if (id) return { id, pending: none };
  }
  const id = active.find((id) => shortcuts[id].keys === key) ?? null;
  if (id) return { id, pending: none };
  const startsChord = active.some((id) => shortcuts[id].keys.startsWith(`${key} `));
  return { id: null, pending: startsChord ? { first: key, at: now } : none };
}
