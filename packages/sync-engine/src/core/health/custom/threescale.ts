import type { KubeObject } from '../../model.ts';
import { at, conditionsOf, isAbsent, wordsOf } from '../read.ts';
import { byValue, inOrder, is, line, rule, verdict } from '../rules.ts';

/** 3scale API management (B9). */
export const scaleLines = [
  line(
    'apps.3scale.net',
    'APIManager',
    rule(
      'deployments ready, none starting or stopped → Healthy; else Available True → Healthy, not True with a reason → Degraded',
      apiManager,
    ),
  ),
  line('capabilities.3scale.net', 'ActiveDoc', inOrder('Ready=True H', 'Invalid|Orphan|Failed=True D')),
  line(
    'capabilities.3scale.net',
    'CustomPolicyDefinition OpenAPI',
    inOrder('Ready=True H', 'Invalid|Failed=True D'),
  ),
  line('capabilities.3scale.net', 'ApplicationAuth', inOrder('Ready=True H', 'Failed=True D')),
  line('capabilities.3scale.net', 'Backend', inOrder('Synced=True H', 'Invalid|Failed=True D')),
  line('capabilities.3scale.net', 'Product', inOrder('Synced=True H', 'Invalid|Orphan|Failed=True D')),
  line(
    'capabilities.3scale.net',
    'DeveloperAccount',
    inOrder('Ready=True H', 'Invalid|Failed=True D', 'Waiting=True S'),
  ),
  line(
    'capabilities.3scale.net',
    'DeveloperUser',
    is('status.developerUserState', 'suspended', 'S', 'The user waits for approval.'),
    inOrder('Ready=True H', 'Invalid|Orphan|Failed=True D'),
  ),
  line(
    'capabilities.3scale.net',
    'ProxyConfigPromote',
    inOrder('Ready=True H', 'In-progress=True P', 'Failed=True D'),
  ),
  line(
    'capabilities.3scale.net',
    'Application',
    byValue('status.state', { S: 'suspended' }),
    rule('Ready True → Healthy; Ready not True, and no adminId → Degraded', (object) => {
      const main = conditionsOf(object).find((c) => c.type === 'Ready');
      if (main?.status === 'True') return verdict('H', wordsOf(main));
      return main !== undefined && !isId(object, 'status.adminId') ? verdict('D', wordsOf(main)) : null;
    }),
  ),
  line(
    'capabilities.3scale.net',
    'Tenant',
    rule('Ready True with tenantId and adminId → Healthy; Ready not True → Degraded', (object) => {
      const conditions = conditionsOf(object).filter((c) => c.type === 'Ready');
      const good = conditions.find((c) => c.status === 'True');
      const isComplete = isId(object, 'status.tenantId') && isId(object, 'status.adminId');
      if (good !== undefined && isComplete) return verdict('H', wordsOf(good));
      const bad = conditions.find((c) => c.status !== 'True');
      return bad === undefined ? null : verdict('D', wordsOf(bad));
    }),
  ),
];

function isId(object: KubeObject, path: string): boolean {
  const id = at(object, path);
  return typeof id === 'number' && id > 0;
}

function apiManager(object: KubeObject) {
  if (!isAbsent(object, 'status.deployments')) {
    const isThere = (state: string) => !isAbsent(object, `status.deployments.${state}`);
    if (isThere('ready') && !isThere('starting') && !isThere('stopped')) return verdict('H', '');
  }
  const main = conditionsOf(object).find((c) => c.type === 'Available');
  if (main?.status === 'True') return verdict('H', wordsOf(main));
  return main !== undefined && main.reason !== '' ? verdict('D', wordsOf(main)) : null;
}
