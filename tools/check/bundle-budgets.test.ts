import { describe, expect, it } from 'vitest';
import { firstLoadBudget } from './bundle-budgets.ts';

describe('firstLoadBudget', () => {
  it.each([
    ['/login', 150],
    ['/login/password', 150],
    ['/', 230],
    ['/apps', 270],
    ['/apps/new', 270],
    ['/apps/[project]/[app]/resources', 280],
    ['/apps/[project]/[app]/changes', 290],
    ['/plans/[id]', 290],
    ['/projects/[name]/overview', 265],
    ['/activity', 270],
  ])('%s may load %i kB', (route, kB) => expect(firstLoadBudget(route)).toBe(kB));
});
