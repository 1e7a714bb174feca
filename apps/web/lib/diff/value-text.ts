type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A value of a field as a person reads it: bare scalars, YAML for the rest; undefined when the side does not exist. */
export function valueText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  return lines(value as Json, 0).join('\n'); // values of the API are JSON
}

function lines(value: Json, depth: number): string[] {
  if (value === null || typeof value !== 'object') return [scalar(value)];
  const entries = Array.isArray(value) ? value : Object.entries(value);
  if (entries.length === 0) return [Array.isArray(value) ? '[]' : '{}'];
  if (Array.isArray(value)) {
    return value.flatMap((item: Json) => {
      const [first = '', ...rest] = lines(item, depth + 1);
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
    });
  }
  return Object.entries(value).flatMap(([key, child]) => {
    const isNested = child !== null && typeof child === 'object' && Object.keys(child).length > 0;
    if (isNested) return [`${key}:`, ...lines(child, depth + 1).map((line) => `  ${line}`)];
    if (typeof child === 'string' && child.includes('\n')) {
      return [
        `${key}: |`,
        ...child
          .replace(/\n$/, '')
          .split('\n')
          .map((line) => `  ${line}`),
      ];
    }
    return [`${key}: ${lines(child, depth + 1)[0] ?? ''}`];
  });
}

function scalar(value: null | boolean | number | string): string {
  if (typeof value !== 'string') return String(value);
  // Text that YAML would read as something else is quoted, so that "true" and true differ to the eye too.
  const isPlain = /^[\p{L}_/][^#:\n]*$/u.test(value) && !/^(true|false|null|yes|no|on|off|~)$/i.test(value);
  return isPlain && value.trim() === value ? value : JSON.stringify(value);
}
