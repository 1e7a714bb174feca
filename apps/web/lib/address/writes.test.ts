import { expect, test } from 'vitest';
import { AddressWrites } from './writes.ts';

type Step = ['wrote' | 'reached', path: string, search: string] | ['forget'];

test.each<[name: string, steps: Step[], latest: string | undefined]>([
  ['nothing was written', [], undefined],
  ['the router is behind', [['wrote', '/a', 'q=1']], 'q=1'],
  [
    'the last write counts',
    [
      ['wrote', '/a', 'q=1'],
      ['wrote', '/a', 'q=2'],
    ],
    'q=2',
  ],
  [
    'the router comes to an earlier write',
    [
      ['wrote', '/a', 'q=1'],
      ['wrote', '/a', 'q=2'],
      ['reached', '/a', 'q=1'],
    ],
    'q=2',
  ],
  [
    'the router has come to it',
    [
      ['wrote', '/a', 'q=1'],
      ['reached', '/a', 'q=1'],
    ],
    undefined,
  ],
  [
    'the router passes over one',
    [
      ['wrote', '/a', 'q=1'],
      ['wrote', '/a', 'q=2'],
      ['reached', '/a', 'q=2'],
    ],
    undefined,
  ],
  [
    'a link leads elsewhere on the page',
    [
      ['wrote', '/a', 'q=1'],
      ['reached', '/a', 'q=link'],
    ],
    undefined,
  ],
  [
    'a link leads to another page',
    [
      ['wrote', '/a', 'q=1'],
      ['reached', '/b', 'q=1'],
    ],
    undefined,
  ],
  ['back and forward', [['wrote', '/a', 'q=1'], ['forget']], undefined],
  ['the write was of another page', [['wrote', '/b', 'q=1']], undefined],
  [
    'another page was written last',
    [
      ['wrote', '/a', 'q=1'],
      ['wrote', '/b', 'q=2'],
    ],
    undefined,
  ],
])('given %s, then only what is ahead of the router is kept', (_, steps, latest) => {
  const writes = new AddressWrites();
  for (const step of steps) {
    if (step[0] === 'forget') writes.forget();
    else writes[step[0]](step[1], step[2]);
  }
  expect(writes.latest('/a')).toBe(latest);
});
