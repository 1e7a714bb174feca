import { builtInRoles } from '../../apps/api/src/auth/permission.ts';
import { type EndpointName, endpoints, methodAndPath } from '../../packages/contract/src/endpoints.ts';
import { errorCodes } from '../../packages/contract/src/errors.ts';
import { type RouteSpec, routes } from '../../packages/contract/src/routes.ts';
import { customKinds } from '../../packages/sync-engine/src/core/health/custom/custom-checks.ts';
import { nativeChecks } from '../../packages/sync-engine/src/core/health/native.ts';
import { rankOfKind } from '../../packages/sync-engine/src/core/plan/order.ts';

/** The parts of pages that are written from the code, by the name between their markers. */
export const blocks: Record<string, () => string> = {
  roles,
  endpoints: endpointTable,
  'health-kinds': healthKinds,
  'kind-order': kindOrder,
  'error-codes': errorCodeList,
};

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}

function roles(): string {
  const rows = Object.entries(builtInRoles).map(([role, permissions]) => [
    code(role),
    permissions.map(code).join(' ') || 'nothing',
  ]);
  return table(['role', 'permissions'], rows);
}

function endpointTable(): string {
  const rows = (Object.keys(endpoints) as EndpointName[]).map((name) => {
    const { method, path } = methodAndPath(name);
    const { summary, permission }: RouteSpec = routes[name];
    return [code(`${method} ${path}`), summary, code(permission)];
  });
  return table(['request', 'what it does', 'permission'], rows);
}

/** Kinds with the same rules of one group share a row: the table is for people. */
function healthKinds(): string {
  const rows = new Map<string, { group: string; kinds: string[]; rules: string }>();
  const listed = [...nativeChecks].map(([id, { text }]) => ({ id, rules: [text] }));
  for (const { id, rules } of [...listed, ...customKinds()]) {
    const at = id.lastIndexOf('/');
    const group = id.slice(0, at) || 'core';
    const text = rules.join(' · ');
    const row = rows.get(`${group} ${text}`) ?? { group, kinds: [], rules: text };
    row.kinds.push(id.slice(at + 1));
    rows.set(`${group} ${text}`, row);
  }
  const cells = [...rows.values()]
    .sort((a, b) => (`${a.group} ${a.kinds[0]}` < `${b.group} ${b.kinds[0]}` ? -1 : 1))
    .map(({ group, kinds, rules }) => [code(group), kinds.join(', '), rules]);
  return table(['API group', 'kinds', 'rules, the first that speaks decides'], cells);
}

const orderedKinds =
  'Namespace NetworkPolicy ResourceQuota LimitRange PodSecurityPolicy PodDisruptionBudget ServiceAccount Secret SecretList ConfigMap StorageClass PersistentVolume PersistentVolumeClaim CustomResourceDefinition ClusterRole ClusterRoleList ClusterRoleBinding ClusterRoleBindingList Role RoleList RoleBinding RoleBindingList Service DaemonSet Pod ReplicationController ReplicaSet Deployment HorizontalPodAutoscaler StatefulSet Job CronJob IngressClass Ingress APIService';

/** In the order that the planner gives; the words alone are written here. */
function kindOrder(): string {
  return `${orderedKinds
    .split(' ')
    .sort((a, b) => rankOfKind(a) - rankOfKind(b))
    .join(', ')}, then every other kind.`;
}

function errorCodeList(): string {
  const rows = Object.entries(errorCodes).map(([name, status]) => [
    `[\`${name}\`](../errors/${name}.md)`,
    status === 0 ? 'Condition' : String(status),
  ]);
  return table(['code', 'HTTP status'], rows);
}
