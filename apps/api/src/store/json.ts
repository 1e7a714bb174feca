import type { Prisma } from './generated/client.ts';

/** A domain value for a jsonb column. Domain values hold JSON only, which Prisma's type cannot see. */
export function toJson(value: unknown): Prisma.InputJsonValue {
  return value as Prisma.InputJsonValue;
}

/** RFC3339 of a column's time. */
export function toTime(date: Date): string;
export function toTime(date: Date | null): string | null;
export function toTime(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}

/** A column's time of RFC3339 text. */
export function fromTime(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
