import { describe, expect, it } from 'vitest';
import type { Spec } from '../../lib/policy-sentences.ts';
import { formOf, missingFields, specOf } from './spec-form.ts';

const spec: Spec = {
  project: 'payments',
  sources: [
    {
      repoURL: 'https://git/shop.git',
      path: 'charts/web',
      targetRevision: 'main',
      helm: { valueFiles: ['values.yaml', 'prod.yaml'], parameters: [{ name: 'a', value: '1' }] },
    },
  ],
  destination: { name: 'prod', namespace: 'web' },
  syncPolicy: { automated: { enabled: true }, syncOptions: ['Prune=confirm'] },
  ignoreDifferences: [{ kind: 'Deployment', jsonPointers: ['/spec/replicas'] }],
};

describe('form of a spec', () => {
  it('round-trips, keeping fields it does not show', () => {
    expect(specOf(formOf(spec), spec)).toEqual(spec);
  });
  it('changes what was typed, and drops what was emptied', () => {
    const form = formOf(spec);
    const source = { ...form.sources[0]!, targetRevision: 'v2', valueFiles: '' };
    const next = specOf({ ...form, sources: [source], options: '' }, spec);
    expect(next.sources[0]).toEqual({
      repoURL: 'https://git/shop.git',
      path: 'charts/web',
      targetRevision: 'v2',
      helm: { parameters: [{ name: 'a', value: '1' }] },
    });
    expect(next.syncPolicy).toEqual({ automated: { enabled: true } });
  });
  it('takes a cluster by name or by address, never both', () => {
    const next = specOf({ ...formOf(spec), cluster: 'https://10.0.0.1:6443' }, spec);
    expect(next.destination).toEqual({ server: 'https://10.0.0.1:6443', namespace: 'web' });
  });
  it('names empty required fields', () => {
    expect(missingFields({ ...formOf(spec), namespace: ' ' })).toEqual(['namespace']);
  });
});
