import { isCode, type SourceFile } from './source-files.ts';

/** Something wrong at a place, for people to read. */
export type Problem = { path: string; line: number; message: string };

const lineCountMax = 400;

// A table reads best in one piece: the routes of the API, and the words of the model.
const tables = new Set(['packages/contract/src/routes.ts', 'packages/sync-engine/src/core/model.ts']);

const forbidden: { pattern: RegExp; message: string }[] = [
  { pattern: /(^|[^\w.])\/(work|root|Users|home\/\w+)\/[\w.-]+/, message: 'names a folder of one machine' },
  { pattern: /@[t]s-(ignore|expect-error|nocheck)/, message: 'silences the type check' },
  {
    pattern: /(oxlint|eslint)-[d]isable(?!.*(--|:))/,
    message: 'silences the linter without a reason after --',
  },
  {
    pattern: /\b([T]ODO|[F]IXME|[X]XX)\b/,
    message: 'leaves work undone: finish it or leave it out',
  },
  {
    pattern: /-----BEGIN (RSA |EC |OPENSSH )?PRIVATE KEY-----\n[A-Za-z0-9+/=]{40}/,
    message: 'holds a private key',
  },
];

/** What a file breaks by itself: its length, words that must not be in it, a foreign reader of the environment. */
export function checkFile({ path, text }: SourceFile): Problem[] {
  if (/package-lock\.json$|\.snap$|(^|\/)testdata\/|^LICENSE$/.test(path)) return [];
  const problems: Problem[] = [];
  const lines = text.split('\n');
  if (isCode(path) && !tables.has(path) && lines.length > lineCountMax + 1) {
    problems.push({
      path,
      line: lineCountMax,
      message: `has ${lines.length - 1} lines; ${lineCountMax} is the most`,
    });
  }
  lines.forEach((line, index) => {
    for (const { pattern, message } of forbidden) {
      if (pattern.test(line)) problems.push({ path, line: index + 1, message });
    }
    if (readsEnvironment(path, line)) {
      problems.push({ path, line: index + 1, message: 'reads process.env: only config.ts of the API may' });
    }
  });
  return problems;
}

function readsEnvironment(path: string, line: string): boolean {
  return (
    path.startsWith('apps/api/src/') && !/config\.ts$|\.test\.ts$/.test(path) && /\bprocess\.env\b/.test(line)
  );
}
