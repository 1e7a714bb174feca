import { expect, it } from 'vitest';
import type { ApplicationSpec } from '../model.ts';
import { editSummary } from './edit-summary.ts';

const before: ApplicationSpec = {
  project: 'team',
  sources: [{ repoURL: 'https://git.example.com/r', targetRevision: 'main' }],
  destination: { name: 'prod', namespace: 'shop' },
  syncPolicy: { automated: {} },
};

it.each<[string, Partial<ApplicationSpec>, object, string]>([
  [
    'a value',
    { sources: [{ repoURL: 'https://git.example.com/r', targetRevision: 'v2' }] },
    {},
    'Saved: sources[0].targetRevision main → v2.',
  ],
  ['a part that goes', { syncPolicy: {} }, {}, 'Saved: syncPolicy.automated removed.'],
  ['a part that comes', { revisionHistoryLimit: 5 }, {}, 'Saved: revisionHistoryLimit added.'],
  ['a list of another length', { sources: [] }, {}, 'Saved: sources changed.'],
  ['labels', {}, { labels: { a: 'b' } }, 'Saved: labels.'],
  ['nothing', {}, {}, 'Saved without a change.'],
])('%s', (_name, change, more, expected) => {
  expect(editSummary({ before, after: { ...before, ...change }, ...more })).toBe(expected);
});
