import { isName, linesOf } from '../../lib/registry/names.ts';
import { destinationText, kindText, readDestination, readKind } from './rule-lines.ts';
import type { ProjectRole, ProjectSpec, SyncWindow } from './project.ts';

export const kindLists = [
  'clusterResourceWhitelist',
  'namespaceResourceWhitelist',
  'clusterResourceBlacklist',
  'namespaceResourceBlacklist',
] as const;
export type KindList = (typeof kindLists)[number];

/**
 * A window and a role keep an `id` of this form: rows can be removed from the middle. Lists are texts, one entry a line; a label
 * is `name=pattern`.
 */
export type WindowForm = Omit<SyncWindow, 'applications' | 'clusters' | 'namespaces' | 'matchLabels'> & {
  id: number;
  applications: string;
  clusters: string;
  namespaces: string;
  matchLabels: string;
};
export type RoleForm = Omit<ProjectRole, 'users' | 'groups'> & { id: number; users: string; groups: string };

/** The rules of a project as the form holds them; lists are texts with one entry a line. */
export type ProjectForm = {
  description: string;
  repos: string;
  destinations: string;
  kinds: Record<KindList, string>;
  required: string;
  allowSelf: boolean;
  policyMayApprove: boolean;
  deletionsMax: string;
  /** Percent. */
  deletionShareMax: string;
  requireHead: boolean;
  windows: WindowForm[];
  roles: RoleForm[];
};

export type FormProblem =
  | { field: 'destinations' | 'required' | 'deletionsMax' | 'deletionShareMax' | KindList }
  | { field: 'window' | 'windowLabels' | 'role'; id: number };

const text = (lines: readonly string[] | undefined) => (lines ?? []).join('\n');

export function formOf(spec: ProjectSpec): ProjectForm {
  const { approvals = {}, guards = {} } = spec;
  return {
    description: spec.description ?? '',
    repos: text(spec.sourceRepos),
    destinations: text(spec.destinations?.map(destinationText)),
    kinds: Object.fromEntries(
      kindLists.map((list) => [list, text(spec[list]?.map(kindText))]),
    ) as ProjectForm['kinds'], // one entry for each list
    required: String(approvals.required ?? 0),
    allowSelf: approvals.allowSelf ?? true,
    policyMayApprove: approvals.policyMayApprove ?? false,
    deletionsMax: guards.deletionsMax === undefined ? '' : String(guards.deletionsMax),
    deletionShareMax:
      guards.deletionShareMax === undefined ? '' : String(Math.round(guards.deletionShareMax * 10_000) / 100),
    requireHead: guards.requireHead ?? false,
    windows: (spec.syncWindows ?? []).map((window, id) => ({
      ...window,
      id,
      applications: text(window.applications),
      clusters: text(window.clusters),
      namespaces: text(window.namespaces),
      matchLabels: text(Object.entries(window.matchLabels ?? {}).map((label) => label.join('='))),
    })),
    roles: (spec.roles ?? []).map((role, id) => ({
      ...role,
      id,
      users: text(role.users),
      groups: text(role.groups),
    })),
  };
}

/** The spec that the form says; what the form does not show, and defaults nobody touched, stay as in `base`. */
export function specOf(form: ProjectForm, base: ProjectSpec): ProjectSpec {
  const shown = formOf(base);
  const lists = Object.fromEntries(
    kindLists.map((list) => [list, readLines(form.kinds[list], base[list], kindText, readKind)]),
  );
  return clean({
    ...base,
    description: form.description.trim() || undefined,
    sourceRepos: readLines(form.repos, base.sourceRepos, String, String),
    destinations: readLines(form.destinations, base.destinations, destinationText, readDestination),
    ...lists,
    syncWindows: rows(form.windows.map(windowOf), base.syncWindows),
    approvals: block(base.approvals, {
      required: changed(form.required, shown.required, Number(form.required)),
      allowSelf: changed(form.allowSelf, shown.allowSelf, form.allowSelf),
      policyMayApprove: changed(form.policyMayApprove, shown.policyMayApprove, form.policyMayApprove),
    }),
    guards: block(base.guards, {
      deletionsMax: changed(form.deletionsMax, shown.deletionsMax, numberOf(form.deletionsMax)),
      deletionShareMax: changed(
        form.deletionShareMax,
        shown.deletionShareMax,
        form.deletionShareMax === '' ? undefined : Number(form.deletionShareMax) / 100,
      ),
      requireHead: changed(form.requireHead, shown.requireHead, form.requireHead),
    }),
    roles: rows(form.roles.map(roleOf), base.roles),
  });
}

export function formProblems(form: ProjectForm): FormProblem[] {
  const problems: FormProblem[] = [];
  if (linesOf(form.destinations).some((line) => readDestination(line) === null))
    problems.push({ field: 'destinations' });
  for (const list of kindLists)
    if (linesOf(form.kinds[list]).some((line) => readKind(line) === null)) problems.push({ field: list });
  if (!/^\d+$/.test(form.required) || Number(form.required) > 10) problems.push({ field: 'required' });
  if (!/^\d*$/.test(form.deletionsMax)) problems.push({ field: 'deletionsMax' });
  if (!/^(\d+(\.\d+)?)?$/.test(form.deletionShareMax) || Number(form.deletionShareMax) > 100)
    problems.push({ field: 'deletionShareMax' });
  for (const { id, schedule, duration, matchLabels } of form.windows) {
    if (schedule.trim() === '' || duration.trim() === '') problems.push({ field: 'window', id });
    if (linesOf(matchLabels).some((line) => !labelLine.test(line)))
      problems.push({ field: 'windowLabels', id });
  }
  for (const { id, name } of form.roles)
    if (!isName(name) || form.roles.some((other) => other.id !== id && other.name === name))
      problems.push({ field: 'role', id });
  return problems;
}

/** A number that no other row of the list has. */
export function nextId(items: readonly { id: number }[]): number {
  return Math.max(-1, ...items.map(({ id }) => id)) + 1;
}

function windowOf(window: WindowForm): SyncWindow {
  return clean({
    ...withoutId(window),
    schedule: window.schedule.trim(),
    duration: window.duration.trim(),
    timeZone: window.timeZone?.trim() || undefined,
    description: window.description?.trim() || undefined,
    applications: optional(window.applications),
    clusters: optional(window.clusters),
    namespaces: optional(window.namespaces),
    matchLabels: labelsOf(window.matchLabels),
  });
}

function roleOf(role: RoleForm): ProjectRole {
  return clean({
    ...withoutId(role),
    description: role.description?.trim() || undefined,
    users: optional(role.users),
    groups: optional(role.groups),
  });
}

function withoutId<T extends { id: number }>(row: T): Omit<T, 'id'> {
  const copy: Partial<T> = { ...row };
  delete copy.id;
  return copy as Omit<T, 'id'>; // everything but the id
}

const labelLine = /^([^=\s]+)\s*=\s*(\S*)$/;

function labelsOf(lines: string): Record<string, string> | undefined {
  const labels = linesOf(lines).flatMap((line) => {
    const [, name, pattern] = labelLine.exec(line) ?? [];
    return name === undefined ? [] : [[name, pattern ?? '']];
  });
  return labels.length > 0 ? Object.fromEntries(labels) : undefined;
}

function optional(lines: string): string[] | undefined {
  const list = linesOf(lines);
  return list.length > 0 ? list : undefined;
}

function numberOf(digits: string): number | undefined {
  return digits === '' ? undefined : Number(digits);
}

/** Entries of a list; those that were there stay the objects they were. No entry: as empty as before. */
function readLines<T>(
  lines: string,
  base: readonly T[] | undefined,
  write: (entry: T) => string,
  read: (line: string) => T | null,
): T[] | undefined {
  const known = new Map((base ?? []).map((entry) => [write(entry), entry]));
  return rows(
    linesOf(lines).flatMap((line) => known.get(line) ?? read(line) ?? []),
    base,
  );
}

function rows<T>(list: T[], base: readonly T[] | undefined): T[] | undefined {
  return list.length > 0 || base?.length === 0 ? list : undefined;
}

/** `undefined` for what nobody touched; else what to write. */
function changed<T>(now: unknown, shown: unknown, value: T): { value: T } | undefined {
  return now === shown ? undefined : { value };
}

function block<T extends object>(
  base: T | undefined,
  changes: { [K in keyof T]?: { value: T[K] } | undefined },
): T | undefined {
  const written = Object.entries(changes).flatMap(([key, change]) =>
    change ? [[key, (change as { value: unknown }).value]] : [],
  );
  if (written.length === 0) return base;
  const next = clean({ ...base, ...Object.fromEntries(written) } as T); // the fields of T that changed
  return Object.keys(next).length > 0 ? next : undefined;
}

function clean<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T; // absent, not undefined
}
