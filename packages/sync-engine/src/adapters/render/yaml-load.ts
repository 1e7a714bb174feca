import type { Event, Schema } from 'js-yaml';
import { EVENT_ID, YAMLException, constructFromEvents, parseEvents } from 'js-yaml';

/** Each repaired line costs parsing the text again: so many characters are parsed before it is given up. */
const parsedCharactersMax = 2_000_000;
const maxTotalMergeKeys = 200_000;
const deepIndent = ' '.repeat(120);

/**
 * Documents of a text, as lenient as kubectl, helm and Argo CD where charts rely on it: brackets may close left of their key,
 * tabs may stand between the parts of a flow collection, and the last line has its break whether it is written or not.
 * Throws YAMLException.
 */
export function loadDocuments(
  text: string,
  options: { schema: Schema; maxDepth: number; json: boolean },
): unknown[] {
  const { events, source } = readEvents(text.endsWith('\n') ? text : `${text}\n`, options.maxDepth);
  refuseCycles(events, source);
  return constructFromEvents(events, {
    schema: options.schema,
    json: options.json,
    source,
    maxTotalMergeKeys,
  });
}

/** An alias within the very value that it names; `line` is 1-based. */
export class AliasCycleError extends Error {
  readonly line: number;
  constructor(name: string, line: number) {
    super(`the alias *${name} stands inside the value that it repeats`);
    this.line = line;
  }
}

function refuseCycles(events: readonly Event[], source: string): void {
  const open: string[] = [];
  for (const event of events) {
    if (event.type === EVENT_ID.POP) open.pop();
    else if (event.type === EVENT_ID.DOCUMENT) open.push('');
    else if (event.type === EVENT_ID.ALIAS) {
      const name = source.slice(event.anchorStart, event.anchorEnd);
      const line = source.slice(0, event.anchorStart).split(/\r\n?|\n/).length;
      if (name !== '' && open.includes(name)) throw new AliasCycleError(name, line);
    } else if (event.type !== EVENT_ID.SCALAR)
      open.push(event.anchorStart < 0 ? '' : source.slice(event.anchorStart, event.anchorEnd));
  }
}

function readEvents(text: string, maxDepth: number): { events: Event[]; source: string } {
  let source = text;
  for (let parsed = 0; ; parsed += source.length) {
    try {
      return { events: parseEvents(source, { maxDepth }), source };
    } catch (error) {
      const repaired = parsed < parsedCharactersMax ? repair(source, error) : undefined;
      if (repaired === undefined) throw error;
      source = repaired;
    }
  }
}

/** The text with the white space before the error's place as the parser wants it; no line is added, so numbers stay right. */
function repair(source: string, error: unknown): string | undefined {
  if (!(error instanceof YAMLException) || error.reason !== 'deficient indentation') return undefined;
  const { position } = error.mark as { position: number };
  let start = position;
  while (start > 0 && (source[start - 1] === ' ' || source[start - 1] === '\t')) start--;
  const found = source.slice(start, position);
  const isLeading = start === 0 || source[start - 1] === '\n' || source[start - 1] === '\r';
  // A place that was repaired before is wrong for another reason.
  const wanted = isLeading ? deepIndent : found.replaceAll('\t', ' ');
  return found === wanted ? undefined : source.slice(0, start) + wanted + source.slice(position);
}
