import type { FieldChange, ObjectDiff } from '@bowline/contract';
import { keyText } from '../follow/progress.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

const valueCharsMax = 200;
const marks = { missing: '+', extra: '-', modified: '~', 'in-sync': '=', unknown: '?' } as const;
const tones = { missing: 'good', extra: 'bad', modified: 'warn', 'in-sync': 'dim', unknown: 'warn' } as const;

type ShownField = Pick<FieldChange, 'path' | 'cause' | 'manager'> & { live?: unknown; desired?: unknown };
type ShownObject = Pick<ObjectDiff, 'key' | 'verdict' | 'hookPhases' | 'reasons'> & {
  action?: string;
  fields: readonly ShownField[];
  hidden: readonly unknown[];
};

/** Objects that differ, live → desired, field by field with the cause of each. Secrets are hashes. */
export function changesText(objects: readonly ShownObject[], style: Style): string {
  return objects.map((object) => objectText(object, style)).join('\n');
}

function objectText(object: ShownObject, style: Style): string {
  const isHook = object.hookPhases.length > 0;
  const head = `${isHook ? '*' : marks[object.verdict]} ${keyText(object.key)}`;
  const note = isHook ? `hook ${object.hookPhases.join(', ')}` : noteOf(object);
  const lines = [
    style(printable(`${head}${note === '' ? '' : `  (${note})`}`), isHook ? 'info' : tones[object.verdict]),
  ];
  for (const field of object.fields) lines.push(...fieldText(field, style));
  if (object.hidden.length > 0) lines.push(style(`    ${object.hidden.length} ignored fields differ`, 'dim'));
  return lines.join('\n');
}

function noteOf(object: ShownObject): string {
  if (object.verdict === 'missing') return 'create';
  if (object.verdict === 'unknown') return 'not read';
  if (object.verdict === 'extra')
    return object.action === 'prune' || object.action === 'delete' ? object.action : 'not in git';
  return object.reasons.join(', ');
}

function fieldText(field: ShownField, style: Style): string[] {
  const by = field.manager === undefined ? '' : ` by ${field.manager}`;
  const lines = [`    ${printable(field.path)}  ${style(printable(`[${field.cause}${by}]`), 'dim')}`];
  if (field.live !== undefined) lines.push(style(`      - ${valueText(field.live)}`, 'bad'));
  if (field.desired !== undefined) lines.push(style(`      + ${valueText(field.desired)}`, 'good'));
  return lines;
}

function valueText(value: unknown): string {
  const text = printable(typeof value === 'string' ? value : JSON.stringify(value));
  return text.length > valueCharsMax ? `${text.slice(0, valueCharsMax)}… (${text.length} characters)` : text;
}
