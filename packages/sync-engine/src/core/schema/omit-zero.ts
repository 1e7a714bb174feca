import data from './generated/builtin-data.json' with { type: 'json' };

const byType = new Map<string, ReadonlySet<string>>(
  Object.entries(data.omitZero as Record<string, string[]>).map(([type, fields]) => [type, new Set(fields)]),
);

const none: ReadonlySet<string> = new Set();

/** Fields of a built-in type (by OpenAPI name) whose zero value is stored as absent; none for other types. */
export function omitZeroOf(type: string | undefined): ReadonlySet<string> {
  return (type === undefined ? undefined : byType.get(type)) ?? none;
}
