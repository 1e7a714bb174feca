export const filterNames = [
  'project',
  'health',
  'sync',
  'reason',
  'cluster',
  'namespace',
  'repository',
  'auto',
  'label',
] as const;
export type FilterName = (typeof filterNames)[number];
/** Values of one filter; a leading `-` negates. */
export type Filters = Partial<Record<FilterName, readonly string[]>>;

const healthWords = new Map(
  ['Healthy', 'Suspended', 'Progressing', 'Missing', 'Degraded', 'Unknown'].map((word) => [
    word.toLowerCase(),
    word,
  ]),
);
const syncWords = new Map(['Synced', 'OutOfSync', 'Unknown'].map((word) => [word.toLowerCase(), word]));

/** Splits what was typed into conditions and the rest: `health:degraded -cluster:prod-* web` → two filters and "web". */
export function parseFilterText(text: string): { q: string; filters: Filters } {
  const filters: Partial<Record<FilterName, string[]>> = {};
  const rest: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const match = /^(-?)(\w+):(\S+)$/.exec(word);
    const name = filterNames.find((known) => known === match?.[2]?.toLowerCase());
    if (!match || !name) {
      if (word) rest.push(word);
      continue;
    }
    for (const value of (match[3] ?? '').split(','))
      if (value) (filters[name] ??= []).push(match[1] + canonical(name, value));
  }
  return { q: rest.join(' '), filters };
}

function canonical(name: FilterName, value: string): string {
  if (name === 'health') return healthWords.get(value.toLowerCase()) ?? value;
  if (name === 'sync') return syncWords.get(value.toLowerCase()) ?? value;
  return value;
}

/** Adds conditions to those that hold already; the same value twice stays once. */
export function addFilters(filters: Filters, more: Filters): Filters {
  const result: Partial<Record<FilterName, string[]>> = {};
  for (const name of filterNames) {
    const values = [...new Set([...(filters[name] ?? []), ...(more[name] ?? [])])];
    if (values.length > 0) result[name] = values;
  }
  return result;
}

/** Switches one value on or off. */
export function toggleFilter(filters: Filters, name: FilterName, value: string): Filters {
  const values = filters[name] ?? [];
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  return { ...filters, [name]: next.length > 0 ? next : undefined };
}
