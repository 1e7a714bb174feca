import { expect, test } from 'vitest';
import { PlanInput } from './plan.ts';

const sync = { kind: 'sync', project: 'default', application: 'shop' };

test.each([
  [{}, true],
  [{ resources: ['apps/Deployment/shop/web'] }, true],
  [{ manifests: [{ apiVersion: 'v1', kind: 'ConfigMap' }] }, false],
  [{ local: true }, false],
])('SYNC-9: what is synced comes from git alone: %j is taken: %s', (more, isTaken) => {
  // A person tries local manifests with `bowline engine plan`; nothing that no commit names is ever applied.
  expect(PlanInput.safeParse({ ...sync, ...more }).success).toBe(isTaken);
});
