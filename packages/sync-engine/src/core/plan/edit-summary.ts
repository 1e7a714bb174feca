import type { Json, Plan } from '../model.ts';

const pathsMax = 5;
const textMax = 60;

/** What an edit changed, in a sentence: `Saved: sources[0].targetRevision main → v2; syncPolicy.automated removed.` */
export function editSummary(edit: NonNullable<Plan['edit']>): string {
  const changes: string[] = [];
  walk(edit.before as unknown as Json, edit.after as unknown as Json, '', changes);
  if (edit.labels !== undefined) changes.push('labels');
  if (edit.annotations !== undefined) changes.push('annotations');
  if (changes.length === 0) return 'Saved without a change.';
  const more = changes.length > pathsMax ? `; and ${changes.length - pathsMax} more` : '';
  return `Saved: ${changes.slice(0, pathsMax).join('; ')}${more}.`;
}

function walk(before: Json | undefined, after: Json | undefined, path: string, changes: string[]): void {
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  if (before === undefined) changes.push(`${path} added`);
  else if (after === undefined) changes.push(`${path} removed`);
  else if (isMap(before) && isMap(after)) {
    for (const name of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort())
      walk(before[name], after[name], path === '' ? name : `${path}.${name}`, changes);
  } else if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    before.forEach((item, i) => walk(item, after[i], `${path}[${i}]`, changes));
  } else if (isPlain(before) && isPlain(after)) changes.push(`${path} ${text(before)} → ${text(after)}`);
  else changes.push(`${path} changed`);
}

function isMap(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlain(value: Json): boolean {
  return typeof value !== 'object' && text(value).length <= textMax;
}

function text(value: Json): string {
  return value === '' ? '""' : String(value);
}
