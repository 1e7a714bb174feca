import { expect, it } from 'vitest';
import type { KubeObject } from '../model.ts';
import { withTracking } from '../tracking.ts';
import { hookOf, objectOf, planOf } from './plan.fixture.ts';
import { unplanned } from './unplanned.ts';

const mark = { trackingName: 'team_shop', installationId: 'here' };
const ours = (object: KubeObject) => withTracking(object, mark);
const owned = (object: KubeObject): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u' }] },
});

it('finds what the Application manages and a deletion does not know, and nothing else (B19)', () => {
  const known = ours(objectOf('ConfigMap', 'known'));
  const plan = planOf({ kind: 'delete', live: [known], deletion: { cascade: 'foreground' } });
  const live = [
    known,
    ours(objectOf('ConfigMap', 'missed')),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'of-nobody', namespace: 'default' } },
    withTracking(objectOf('ConfigMap', 'of-another'), { ...mark, trackingName: 'team_web' }),
    owned(ours(objectOf('ConfigMap', 'child'))),
    ours(hookOf('hook', 'PreSync')),
  ];
  expect(unplanned(plan, live, mark).map(({ name }) => name)).toEqual(['missed']);
});
