import { describe, expect, test } from 'vitest';
import type { KubeObject, ResourceComparison } from '../model.ts';
import { answeredByServer, isAskedOfServer, storedManifest } from './server-prediction.ts';

const off = { isOn: false, includeMutationWebhook: false };
const on = { ...off, isOn: true };
const whole = { isOn: true, includeMutationWebhook: true };
const manifest: KubeObject = {
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name: 'a', namespace: 'x', labels: { l: '1' } },
  spec: { own: 1, changed: 'git' },
};
const answer: KubeObject = {
  ...manifest,
  metadata: {
    name: 'a',
    namespace: 'x',
    uid: 'u',
    resourceVersion: '7',
    labels: { l: '1', injected: 'yes' },
    managedFields: [
      {
        apiVersion: 'example.com/v1',
        manager: 'bowline',
        operation: 'Apply',
        fieldsV1: { 'f:metadata': { 'f:labels': { 'f:l': {} } }, 'f:spec': { 'f:own': {} } },
      },
      {
        apiVersion: 'example.com/v1',
        manager: 'webhook',
        operation: 'Update',
        fieldsV1: { 'f:spec': { 'f:changed': {}, 'f:added': {} } },
      },
    ],
  },
  spec: { own: 1, changed: 'webhook', added: true },
  status: { phase: 'Up' },
};
const common = { manifest, answer, schema: undefined };

describe('DIFF-1: the manifest as the server would store it', () => {
  test('is what we own in its answer', () => {
    expect(storedManifest({ ...common, rule: on })).toEqual({
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'a', namespace: 'x', labels: { l: '1' } },
      spec: { own: 1 },
    });
  });

  test('is all of it with IncludeMutationWebhook, but for what only servers write', () => {
    expect(storedManifest({ ...common, rule: whole })).toEqual({
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'a', namespace: 'x', labels: { l: '1', injected: 'yes' } },
      spec: { own: 1, changed: 'webhook', added: true },
    });
  });

  test('is the manifest itself where the answer names no owners', () => {
    const { managedFields: _, ...metadata } = answer.metadata;
    expect(storedManifest({ ...common, answer: { ...answer, metadata }, rule: on })).toBe(manifest);
  });
});

const row = (more: Partial<ResourceComparison>) =>
  ({
    verdict: 'modified',
    live: answer,
    desired: manifest,
    hookPhases: [],
    fields: [],
    hidden: [],
    ...more,
  }) as unknown as ResourceComparison;

test.each<[Partial<ResourceComparison>, typeof off, boolean]>([
  [{}, off, false],
  [{}, on, true],
  [{ verdict: 'in-sync' }, on, false],
  [{ verdict: 'in-sync' }, whole, true],
  [{ verdict: 'missing', live: null }, whole, false],
  [{ verdict: 'extra' }, whole, false],
  [{ hookPhases: ['PreSync'] }, whole, false],
])('DIFF-1: %j under %j is asked about: %s', (more, rule, isAsked) => {
  expect(isAskedOfServer(row(more), rule)).toBe(isAsked);
});

test('B8: what the server sees no difference in is listed with what hid it', () => {
  const fields = ['a', 'b'].map((path) => ({ path, cause: 'unknown' as const }));
  const found = answeredByServer(row({ fields }), row({ desired: null, fields: fields.slice(0, 1) }));
  expect(found.fields.map(({ path }) => path)).toEqual(['a']);
  expect(found.desired).toBe(manifest);
  expect(found.hidden).toEqual([{ path: 'b', cause: 'default', hiddenBy: 'server-side diff' }]);
});
