import { expect, test } from 'vitest';
import type { IgnoreRule, KubeObject } from '../model.ts';
import { ignoreRuleProblems, IgnoreRules } from './ignore-rules.ts';

const live: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'prod' },
};
const key = { group: 'apps', kind: 'Deployment', namespace: 'prod', name: 'web' };

test.each<[Partial<IgnoreRule> & { kind: string }, boolean]>([
  [{ group: 'apps', kind: 'Deployment' }, true],
  [{ group: '*', kind: '*' }, true],
  [{ group: 'ap?s', kind: 'Deploy*' }, true],
  [{ kind: 'Deployment' }, false],
  [{ group: 'apps', kind: 'deployment' }, false],
  [{ group: 'apps', kind: 'Deployment', name: 'web' }, true],
  [{ group: 'apps', kind: 'Deployment', name: 'other' }, false],
  [{ group: 'apps', kind: 'Deployment', namespace: 'prod' }, true],
  [{ group: 'apps', kind: 'Deployment', namespace: 'test' }, false],
])('DIFF-2 rule %j applies: %s', (rule, applies) => {
  const rules = new IgnoreRules([{ ...rule, jsonPointers: ['/spec/replicas'] }]);
  expect(rules.erasersFor(key, live).length > 0).toBe(applies);
});

function erase(rule: Omit<IgnoreRule, 'kind'>, side: unknown): unknown {
  const rules = new IgnoreRules([{ group: '*', kind: '*', ...rule }]);
  return rules.erasersFor(key, live).reduce((value, eraser) => eraser.erase(value, undefined), side);
}

test('pointers unescape, reach into lists and miss quietly', () => {
  const side = () => ({ metadata: { annotations: { 'a/b': 1, 'c~d': 2 } }, list: [{ x: 1 }, { x: 2 }] });
  expect(
    erase({ jsonPointers: ['/metadata/annotations/a~1b', '/metadata/annotations/c~0d'] }, side()),
  ).toMatchObject({
    metadata: { annotations: {} },
  });
  expect(erase({ jsonPointers: ['/list/1/x'] }, side())).toMatchObject({ list: [{ x: 1 }, {}] });
  expect(erase({ jsonPointers: ['/list/7', '/nothing/here', 'no-slash', '/__proto__/x'] }, side())).toEqual(
    side(),
  );
});

test('items are removed from the end, so that each rule hits what it named', () => {
  expect(
    erase(
      { jqPathExpressions: ['.list[] | select(.a == true)'] },
      { list: [{ a: true, n: 1 }, { n: 2 }, { a: true, n: 3 }, { n: 4 }] },
    ),
  ).toEqual({
    list: [{ n: 2 }, { n: 4 }],
  });
});

test('B7 an expression that cannot be read hides nothing and is told', () => {
  const rules: IgnoreRule[] = [
    { kind: 'A', jqPathExpressions: ['.ok'] },
    { kind: 'B', jqPathExpressions: ['walk(.)'] },
  ];
  expect(ignoreRuleProblems(rules)).toMatchObject([{ rule: 1, expression: 'walk(.)' }]);
  expect(erase({ jqPathExpressions: ['walk(.)'] }, { a: 1 })).toEqual({ a: 1 });
});
