import { ApiError } from '@bowline/contract/client';
import { describe, expect, it } from 'vitest';
import { describeFailure } from './problem.ts';
import { Output, toJson, toYaml } from './output.ts';
import { createStyle } from './style.ts';
import { formatTable, widthOf } from './table.ts';

const plain = createStyle({ env: {}, isTerminal: false }, true);
const rows = [
  { name: 'web', note: '준비됨' },
  { name: 'database', note: '' },
];
const shape = {
  name: (row: { name: string }) => `thing/${row.name}`,
  columns: [
    { title: 'NAME', value: (row: { name: string }) => row.name },
    { title: 'NOTE', value: (row: { note: string }) => row.note },
    { title: 'WIDE', value: () => 'w', wide: true },
  ],
};

function print(format: 'table' | 'wide' | 'json' | 'yaml' | 'name'): string {
  let text = '';
  new Output({ out: (part) => void (text += part), err: () => {} }, format, plain).list(rows, shape);
  return text;
}

describe('formats', () => {
  it('aligns tables, marks empty cells and knows wide characters', () => {
    expect(print('table')).toBe('NAME      NOTE\nweb       준비됨\ndatabase  -\n');
    expect(print('wide')).toBe('NAME      NOTE    WIDE\nweb       준비됨  w\ndatabase  -       w\n');
    expect(widthOf('한e\u0301')).toBe(3);
  });
  it('writes data and names for programs', () => {
    expect(JSON.parse(print('json'))).toEqual(rows);
    expect(print('yaml')).toBe("- name: web\n  note: 준비됨\n- name: database\n  note: ''\n");
    expect(print('name')).toBe('thing/web\nthing/database\n');
  });
  it('keeps escape sequences of a cluster away from the terminal (X78)', () => {
    const text = formatTable([{ name: 'a\u001b[2Jb\nc' }], [{ title: 'N', value: (row) => row.name }], {
      wide: false,
      style: plain,
    });
    expect(text).toBe('N\na [2Jb c\n');
  });
});

it('writes integers beyond 2^53 with all their digits (X17)', () => {
  const value = { a: [9007199254740993n, -9223372036854775808n], b: '9007199254740993', c: undefined };
  expect(toJson(value)).toBe(
    '{\n  "a": [\n    9007199254740993,\n    -9223372036854775808\n  ],\n  "b": "9007199254740993"\n}\n',
  );
  expect(toYaml(value)).toBe("a:\n  - 9007199254740993\n  - -9223372036854775808\nb: '9007199254740993'\n");
});

describe('colours', () => {
  it.each([
    [{ env: {}, isTerminal: true }, true, true],
    [{ env: {}, isTerminal: false }, true, false],
    [{ env: { NO_COLOR: '1' }, isTerminal: true }, true, false],
    [{ env: {}, isTerminal: true }, false, false],
    [{ env: { FORCE_COLOR: '1' }, isTerminal: false }, true, true],
  ])('%j, wanted %j', (io, wanted, isColoured) => {
    expect(createStyle(io, wanted)('x', 'bad') !== 'x').toBe(isColoured);
  });
});

describe('problems', () => {
  const problem = {
    type: '',
    title: 'Plan refused',
    status: 409,
    code: 'plan_refused',
    detail: 'It is refused.',
    hint: 'Ask.',
    requestId: 'r-1',
    data: { reasons: [{ code: 'window_closed', message: 'No window is open.' }] },
  };
  it('print code, message, reasons, hint and request id', () => {
    expect(describeFailure(new ApiError(problem), plain)).toEqual({
      exitCode: 2,
      problem,
      text: 'error [plan_refused]: It is refused.\n  window_closed: No window is open.\n  hint: Ask.\n  request id: r-1\n',
    });
  });
  it('tell a missing approval apart', () => {
    expect(describeFailure(new ApiError({ ...problem, code: 'approval_required' }), plain).exitCode).toBe(3);
  });
});
