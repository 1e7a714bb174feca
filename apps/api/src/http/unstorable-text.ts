// PostgreSQL takes neither in `text` nor in `jsonb`: NUL, and half of a surrogate pair, which is no character.
const unstorable = /[\0\p{Surrogate}]/u;

/**
 * Paths below `part` of all text in `value` that PostgreSQL would not take; of a name, the object that has it. Without a look
 * before, such a request would fail at the database and read as a fault of the server.
 */
export function unstorablePaths(value: unknown, part: string): string[] {
  const found: string[] = [];
  const open: { path: string; value: unknown }[] = [{ path: part, value }];
  // Not recursive: a body may nest deeper than the stack.
  for (const node of open) {
    if (typeof node.value === 'string' && unstorable.test(node.value)) found.push(node.path);
    if (typeof node.value !== 'object' || node.value === null) continue;
    const entries = Object.entries(node.value);
    if (entries.some(([name]) => unstorable.test(name))) found.push(node.path);
    for (const [name, inner] of entries) open.push({ path: `${node.path}.${name}`, value: inner });
  }
  return found;
}
