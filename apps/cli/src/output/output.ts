import { randomUUID } from 'node:crypto';
import type { Problem } from '@bowline/contract';
import { dump } from 'js-yaml';
import { CliFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import type { Style } from './style.ts';
import { type Column, formatTable } from './table.ts';

export const formats = ['table', 'wide', 'json', 'yaml', 'name'] as const;
export type Format = (typeof formats)[number];

/** How a kind of thing is shown in every format. */
export type Shape<T> = {
  columns: readonly Column<T>[];
  /** `kind/name`, for `-o name`. */
  name: (row: T) => string;
  /** Said instead of an empty table. */
  empty?: string;
};

/** Writes results to standard output in the chosen format. */
export class Output {
  readonly format: Format;
  readonly style: Style;
  private readonly io: Pick<Io, 'out' | 'err'>;

  constructor(io: Pick<Io, 'out' | 'err'>, format: Format, style: Style) {
    this.io = io;
    this.format = format;
    this.style = style;
  }

  /** A format that programs read: nothing else may be on standard output. */
  get isForPrograms(): boolean {
    return this.format === 'json' || this.format === 'yaml' || this.format === 'name';
  }

  /** Many things: an array in json and yaml. */
  list<T>(rows: readonly T[], shape: Shape<T>): void {
    if (this.data(rows)) return;
    if (this.format === 'name') return this.io.out(rows.map((row) => `${shape.name(row)}\n`).join(''));
    if (rows.length === 0) return this.io.err(`${shape.empty ?? 'Nothing found.'}\n`);
    this.io.out(formatTable(rows, shape.columns, { wide: this.format === 'wide', style: this.style }));
  }

  /** One thing: an object in json and yaml; `describe` writes it for people. */
  one<T>(value: T, shape: Pick<Shape<T>, 'name'> & { describe: (value: T) => string }): void {
    if (this.data(value)) return;
    if (this.format === 'name') return this.io.out(`${shape.name(value)}\n`);
    this.io.out(shape.describe(value));
  }

  /** A sentence for people; programs get nothing on standard output. */
  say(text: string): void {
    if (this.isForPrograms) this.io.err(`${text}\n`);
    else this.io.out(`${text}\n`);
  }

  /** A refusal, for programs that read objects. People have it on standard error. */
  problem(problem: Problem): void {
    this.data(problem);
  }

  private data(value: unknown): boolean {
    if (this.format === 'json') this.io.out(toJson(value));
    else if (this.format === 'yaml') this.io.out(toYaml(value));
    else return false;
    return true;
  }
}

/** Integers beyond 2^53 may come as `bigint`; they are written with all their digits. */
export function toJson(value: unknown): string {
  const { text, mark } = stringify(value);
  return `${mark === '' ? text : text.replaceAll(new RegExp(`"${mark}(-?\\d+)"`, 'g'), '$1')}\n`;
}

export function toYaml(value: unknown): string {
  const { text, mark } = stringify(value);
  const yaml = dump(JSON.parse(text), { lineWidth: -1, noRefs: true });
  return mark === '' ? yaml : yaml.replaceAll(new RegExp(`${mark}(-?\\d+)`, 'g'), '$1');
}

/** JSON in which each `bigint` stands as text behind `mark`, which no other text can hold; '' when there is none. */
function stringify(value: unknown): { text: string; mark: string } {
  let mark = '';
  const replaced = (_key: string, item: unknown): unknown => {
    if (typeof item !== 'bigint') return item;
    mark ||= `integer-${randomUUID()}:`;
    return mark + item.toString();
  };
  return { text: JSON.stringify(value, replaced, 2), mark };
}

/** The value of `-o`, refused when the command has no such format. Throws CliFailure. */
export function parseFormat<F extends string>(
  given: string | undefined,
  allowed: readonly F[],
  fallback: F,
): F {
  if (given === undefined) return fallback;
  const found = allowed.find((format) => format === given);
  if (found === undefined)
    throw new CliFailure(`-o ${given} is not a format of this command.`, {
      hint: `Use one of ${allowed.join(', ')}.`,
    });
  return found;
}
