import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonnetError } from './failure.ts';
import { runJsonnet } from './run.ts';

/** Programs with what go-jsonnet 0.22.0 prints for them, or that it refuses them. */
type Case = { program: string; value?: unknown; fails?: true };
const cases = JSON.parse(readFileSync(new URL('testdata/language.json', import.meta.url), 'utf8')) as Case[];

function run(program: string): unknown {
  const files = new Map([['main.jsonnet', Buffer.from(program)]]);
  return runJsonnet({ main: 'main.jsonnet', files, resolved: new Map(), extVars: [], tlas: [] });
}

describe('the language and its library (SRC-4)', () => {
  it.each(cases)('$program', ({ program, value, fails }) => {
    if (fails === true) expect(() => run(program)).toThrow(JsonnetError);
    // JSON has one zero.
    else expect(JSON.parse(JSON.stringify(run(program)))).toEqual(JSON.parse(JSON.stringify(value)));
  });

  it('says where a mistake is', () => {
    expect(() => run('{\n  a: 1,\n  b: $.c,\n}')).toThrow(
      expect.objectContaining({ where: 'main.jsonnet:3:7' }),
    );
    expect(() => run('{a: 1\n  b: 2}')).toThrow(expect.objectContaining({ where: 'main.jsonnet:2:3' }));
  });

  it.each(['['.repeat(100_000), '-'.repeat(100_000), 'a.'.repeat(100_000), '{a:'.repeat(50_000), '|||\n a'])(
    'refuses %.20s… without overflowing (X21)',
    (program) => expect(() => run(program)).toThrow(JsonnetError),
  );

  it('fails in its own words on any text', () => {
    const word = fc.constantFrom(
      ...'{ } [ ] ( ) , ; : :: + - ! == a b std.length(self) $ super.a local x = 1 if then else for in function error "s" 1 null |||'.split(
        ' ',
      ),
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(text, (program) => {
        try {
          run(program);
        } catch (error) {
          expect(error).toBeInstanceOf(JsonnetError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
