'use client';
import type { CallInput } from '@bowline/contract/client';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';

export const outcomes = ['succeeded', 'denied', 'failed'] as const;
export const ages = ['hour', 'day', 'week', 'month'] as const;

/** Actions people look for; `x.*` is every action of a noun. */
export const actionGroups = [
  'plan.*',
  'operation.*',
  'application.*',
  'action.*',
  'policy.*',
  'project.*',
  'repository.*',
  'cluster.*',
  'user.*',
  'token.*',
  'session.*',
] as const;

const hourMs = 3_600_000;
const spans: Record<(typeof ages)[number], number> = {
  hour: hourMs,
  day: 24 * hourMs,
  week: 7 * 24 * hourMs,
  month: 30 * 24 * hourMs,
};

const text = parseAsString.withDefault('').withOptions({ history: 'replace' });
const parsers = {
  actor: text,
  action: parseAsString.withDefault(''),
  project: parseAsString.withDefault(''),
  application: text,
  outcome: parseAsStringLiteral(outcomes),
  age: parseAsStringLiteral(ages),
  from: parseAsString.withDefault(''),
  to: parseAsString.withDefault(''),
};

export type ActivityFilters = {
  actor: string;
  action: string;
  project: string;
  application: string;
  outcome: (typeof outcomes)[number] | null;
  age: (typeof ages)[number] | null;
  from: string;
  to: string;
};
export type ActivityQuery = NonNullable<CallInput<'listActivity'>['query']>;

/** The filters in the address; typing replaces, choosing pushes. */
export function useActivityFilters() {
  const [filters, set] = useQueryStates(parsers, { history: 'push' });
  return {
    filters: filters as ActivityFilters,
    set: (next: Partial<ActivityFilters>) =>
      void set(Object.fromEntries(Object.entries(next).map(([key, value]) => [key, value || null]))),
    clear: () => void set(null),
  };
}

/** What the API is asked for. An age counts back from `now`, rounded to the minute so that the list does not reload by itself. */
export function queryOf(filters: ActivityFilters, now: number): ActivityQuery {
  const from = filters.age
    ? new Date(Math.floor(now / 60_000) * 60_000 - spans[filters.age]).toISOString()
    : instant(filters.from);
  return Object.fromEntries(
    Object.entries({
      actor: filters.actor.trim(),
      action: filters.action,
      project: filters.project,
      application: filters.application.trim(),
      outcome: filters.outcome ?? '',
      from: from ?? '',
      to: instant(filters.to) ?? '',
    }).filter(([, value]) => value !== ''),
  );
}

/** Conditions that are set, as `name value` for "nothing matches". */
export function setFilters(filters: ActivityFilters): { name: keyof ActivityFilters; value: string }[] {
  return (Object.keys(parsers) as (keyof ActivityFilters)[]).flatMap((name) => {
    const value = filters[name];
    return value ? [{ name, value }] : [];
  });
}

function instant(value: string): string | undefined {
  const at = Date.parse(value);
  return value !== '' && Number.isFinite(at) ? new Date(at).toISOString() : undefined;
}
