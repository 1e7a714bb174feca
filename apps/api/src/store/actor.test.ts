import { expect, test } from 'vitest';
import { toActor } from './actor.ts';

test.each([
  ['token', 'kim/ci', { kind: 'token', name: 'kim/ci', owner: 'kim' }],
  ['token', 'unnamed', { kind: 'token', name: 'unnamed' }],
  ['user', 'kim', { kind: 'user', name: 'kim' }],
  ['policy', 'policy:shop/web', { kind: 'policy', name: 'policy:shop/web' }],
])('X53: behind a %s named %s stands its person', (kind, name, actor) => {
  expect(toActor(kind, name)).toEqual(actor);
});
