import type { CallOutput } from '@bowline/contract/client';

export type Changes = CallOutput<'getChanges'>;
type ObjectDiff = Changes['objects'][number];

/** Objects that differ, and of those the ones a query finds by kind, name or field path. */
export function shownObjects(
  changes: Changes,
  options: { query: string; isHiddenShown: boolean },
): { all: ObjectDiff[]; shown: ObjectDiff[] } {
  const all = changes.objects.flatMap((object) => {
    if (object.verdict !== 'in-sync') return [options.isHiddenShown ? unhide(object) : object];
    return options.isHiddenShown && object.hidden.length > 0 ? [unhide(object)] : [];
  });
  const query = options.query.trim().toLowerCase();
  const shown = all.filter(
    (object) =>
      query === '' ||
      `${object.key.kind} ${object.key.name}`.toLowerCase().includes(query) ||
      object.fields.some((field) => field.path.toLowerCase().includes(query)),
  );
  return { all, shown };
}

/** Ignored and defaulted fields as hunks of their own, each with its cause. */
function unhide(object: ObjectDiff): ObjectDiff {
  return { ...object, fields: [...object.fields, ...object.hidden], hidden: [] };
}
