import { routes } from '@bowline/contract/routes';
import { describe, expect, it } from 'vitest';
import { covers, expand, resources, togglePermission } from './permissions.ts';

describe('permissions that can be granted', () => {
  it('are those that the endpoints ask for', () => {
    const asked = Object.values(routes)
      .map(({ permission }) => permission)
      .filter((permission) => permission.includes(':'));
    expect(resources.flatMap((resource) => expand(`${resource}:*`)).sort()).toEqual(
      [...new Set(asked)].sort(),
    );
  });

  it.each([
    [['applications:*'], 'applications:sync', true],
    [['*:get'], 'logs:get', true],
    [['*:*'], 'users:delete', true],
    [['app:sync'], 'applications:sync', false],
    [[], 'logs:get', false],
  ])('%j covers %s: %s', (granted, wanted, answer) => expect(covers(granted, wanted)).toBe(answer));

  it('leaves the others when one of a star is taken away', () => {
    expect(togglePermission(['logs:get'], 'projects:get')).toEqual(['logs:get', 'projects:get']);
    expect(togglePermission(['logs:get', 'projects:get'], 'logs:get')).toEqual(['projects:get']);
    const rest = togglePermission(['projects:*'], 'projects:delete');
    expect(rest).toEqual(['projects:get', 'projects:create', 'projects:update']);
  });
});
