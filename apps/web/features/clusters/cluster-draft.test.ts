import { expect, it } from 'vitest';
import { clusterBody, draftOf } from './cluster-draft.ts';

it('keeps what the form does not show: an edit must not open a cluster to every Project (X44)', () => {
  const metadata = { name: 'prod', project: 'shop', labels: { tier: 'a' }, annotations: {} };
  const body = clusterBody({ ...draftOf(undefined), name: 'prod' }, { metadata });
  expect(body.metadata).toEqual(metadata);
});
