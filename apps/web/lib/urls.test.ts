import { describe, expect, it } from 'vitest';
import { safeReturnTo, urls } from './urls.ts';

describe('safeReturnTo (C23: same origin only)', () => {
  it.each([
    ['/plans/pl_1?x=1#h', '/plans/pl_1?x=1#h'],
    ['', '/'],
    [null, '/'],
    ['https://evil.example/', '/'],
    ['//evil.example/', '/'],
    ['/\\evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['/login?returnTo=/login', '/'],
    ['/api/v1/session', '/'],
  ])('%s', (value, expected) => expect(safeReturnTo(value)).toBe(expected));
});

it('encodes what it puts into a path', () => {
  expect(urls.resource({ project: 'payments', name: 'checkout' }, 'apps/Deployment/x/web')).toBe(
    '/apps/payments/checkout/resources/apps%2FDeployment%2Fx%2Fweb/summary',
  );
  expect(urls.apps({ health: 'Degraded', q: '', sort: null })).toBe('/apps?health=Degraded');
});
