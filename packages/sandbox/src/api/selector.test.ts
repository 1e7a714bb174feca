import { describe, expect, it } from 'vitest';
import { defineType } from './resource-type.ts';
import { matchesLabelSelector, parseFieldSelector, parseLabelSelector } from './selector.ts';

describe('label selectors', () => {
  const labels = { app: 'web', tier: 'front' };
  it.each([
    ['app=web', true],
    ['app==api', false],
    ['app!=api', true],
    ['app in (web, api),tier', true],
    ['app notin (web)', false],
    ['missing notin (x)', true],
    ['!missing', true],
    ['!app', false],
    ['tier=front,app=api', false],
  ])('%s is %s', (text, expected) => {
    expect(parseLabelSelector(text)?.(labels)).toBe(expected);
  });

  it('refuses what does not parse', () => {
    expect(() => parseLabelSelector('a b c')).toThrow(/unable to parse/);
  });

  it.each([
    [undefined, false],
    [{}, true],
    [{ matchLabels: { app: 'web' } }, true],
    [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['api'] }] }, false],
    [{ matchExpressions: [{ key: 'zone', operator: 'DoesNotExist' }] }, true],
  ])('object selector %j is %s', (selector, expected) => {
    expect(matchesLabelSelector(selector, labels)).toBe(expected);
  });
});

describe('field selectors', () => {
  const type = defineType({
    group: '',
    plural: 'pods',
    kind: 'Pod',
    namespaced: true,
    fieldLabels: ['status.phase'],
  });
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, status: { phase: 'Running' } };
  it.each([
    ['metadata.name=a', true],
    ['status.phase!=Running', false],
    ['metadata.name=a,status.phase=Running', true],
  ])('%s is %s', (text, expected) => {
    expect(parseFieldSelector(text, type)?.(pod)).toBe(expected);
  });

  it('refuses fields the kind does not support', () => {
    expect(() => parseFieldSelector('spec.x=1', type)).toThrow('field label not supported: spec.x');
  });
});
