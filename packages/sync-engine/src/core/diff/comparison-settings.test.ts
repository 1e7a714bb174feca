import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../model.ts';
import { plainComparison, readComparisonSettings, serverDiffOf } from './comparison-settings.ts';

const read = (text: string) =>
  readComparisonSettings(load(text) as Record<string, unknown>, (part) => load(part));

describe('DIFF-2: rules of the whole installation', () => {
  test.each([
    ['all', '*', '*'],
    ['apps_Deployment', 'apps', 'Deployment'],
    ['ConfigMap', '', 'ConfigMap'],
    [
      'admissionregistration.k8s.io_MutatingWebhookConfiguration',
      'admissionregistration.k8s.io',
      'MutatingWebhookConfiguration',
    ],
  ])('the key %s is group %j, kind %j', (name, group, kind) => {
    const { settings, problems } = read(`
kind: ConfigMap
data:
  resource.customizations.ignoreDifferences.${name}: |
    jsonPointers: [/spec/replicas]
`);
    expect(problems).toEqual([]);
    expect(settings.ignore).toEqual([{ group, kind, jsonPointers: ['/spec/replicas'] }]);
  });

  test("Argo CD's one key and Bowline's list say the same", () => {
    const rule = { group: 'apps', kind: 'Deployment', managedFieldsManagers: ['kube-controller-manager'] };
    const argo = read(`
resource.customizations: |
  apps/Deployment:
    ignoreDifferences: |
      managedFieldsManagers: [kube-controller-manager]
`);
    const own = read(`
ignoreDifferences:
  - { group: apps, kind: Deployment, managedFieldsManagers: [kube-controller-manager] }
`);
    expect(argo.settings.ignore).toEqual([rule]);
    expect(own.settings.ignore).toEqual([rule]);
    expect([...argo.problems, ...own.problems]).toEqual([]);
  });

  test.each([
    ['resource.customizations.ignoreDifferences.apps_Deployment: "a: ["', /not valid YAML/],
    ['resource.customizations.ignoreDifferences.apps_Deployment: "- 1"', /a map with jsonPointers/],
    ['resource.customizations.ignoreDifferences.all: "jsonPointers: /spec"', /jsonPointers is not a list/],
    ['ignoreDifferences: [{ jsonPointers: [/a] }]', /there is no kind/],
    ['ignoreDifferences: [{ kind: A }]', /none of jsonPointers, jqPathExpressions, managedFieldsManagers/],
    ['ignoreDifferences: [{ kind: A, jqPathExpressions: ["walk(.)"] }]', /walk/],
    ['ignoreDifferences: 3', /a list is expected/],
    ['compareOptions: { serverSideDif: true }', /no compare option/],
  ])('%s is a problem with a place', (text, message) => {
    const { problems } = read(text);
    expect(problems.map((problem) => `${problem.where} ${problem.message}`).join('\n')).toMatch(message);
  });
});

describe('DIFF-8: which updates wake nobody', () => {
  const both = `
resource.customizations.ignoreDifferences.apps_Deployment: |
  jsonPointers: [/spec/replicas]
  managedFieldsManagers: [hpa]
resource.customizations.ignoreResourceUpdates.all: |
  jsonPointers: [/status]
`;
  test('they are filtered unless that is switched off', () => {
    expect(plainComparison.filtersUpdates).toBe(true);
    expect(read('{}').settings.filtersUpdates).toBe(true);
    expect(read('resource.ignoreResourceUpdatesEnabled: "false"').settings.filtersUpdates).toBe(false);
  });

  test('rules of differences count for updates too, unless ignoreDifferencesOnResourceUpdates is false', () => {
    expect(read(both).settings.updates.map((rule) => rule.jsonPointers)).toEqual([
      ['/status'],
      ['/spec/replicas'],
    ]);
    const off = read(`${both}\nresource.compareoptions: |\n  ignoreDifferencesOnResourceUpdates: false\n`);
    expect(off.settings.updates.map((rule) => rule.jsonPointers)).toEqual([['/status']]);
    expect(off.problems).toEqual([]);
  });
});

describe('DIFF-3: what cannot be switched is said', () => {
  test.each([
    ['ignoreResourceStatusField: all', []],
    ['ignoreResourceStatusField: none', ['ignoreResourceStatusField']],
    ['ignoreResourceStatusField: crd', ['ignoreResourceStatusField']],
    ['ignoreAggregatedRoles: true', []],
    ['ignoreAggregatedRoles: false', ['ignoreAggregatedRoles']],
  ])('%s notes %j', (option, named) => {
    const { notes, problems } = read(`resource.compareoptions: |\n  ${option}\n`);
    expect(notes.map((note) => note.where)).toEqual(named);
    expect(problems).toEqual([]);
  });
});

describe('DIFF-1: server-side comparison by installation and Application', () => {
  const off = { isOn: false, includeMutationWebhook: false };
  const on = { ...off, isOn: true };
  const both = { isOn: true, includeMutationWebhook: true };
  const argo = 'argocd.argoproj.io/compare-options';
  const own = 'bowline.dev/compare-options';
  test.each([
    [{}, off, off],
    [{}, on, on],
    [{ [argo]: 'ServerSideDiff=true' }, off, on],
    [{ [argo]: 'ServerSideDiff=false' }, on, off],
    [{ [argo]: 'ServerSideDiff=true,IncludeMutationWebhook=true' }, off, both],
    [{ [argo]: 'IgnoreExtraneous, ServerSideDiff=true' }, off, on],
    [{ [argo]: 'ServerSideDiff=perhaps' }, off, off],
    [{ [argo]: 'ServerSideDiff=true', [own]: 'ServerSideDiff=false' }, off, off],
  ])('%j over %j is %j', (annotations, installation, expected) => {
    const object: KubeObject = {
      apiVersion: 'bowline.dev/v1alpha1',
      kind: 'Application',
      metadata: { name: 'a', annotations },
    };
    expect(serverDiffOf(object, installation)).toEqual(expected);
  });

  test.each([
    ['{}', off],
    ['controller.diff.server.side: "true"', on],
    ['compareOptions: { serverSideDiff: true, includeMutationWebhook: true }', both],
  ])('the setting %s', (text, expected) => {
    expect(read(text).settings.serverDiff).toEqual(expected);
  });
});
