/** What may be granted: each resource with its actions, in the order a person reads them. A test compares with the contract. */
export const permissionActions = {
  applications: ['get', 'plan', 'approve', 'sync', 'action', 'create', 'update', 'delete'],
  logs: ['get'],
  activity: ['get'],
  projects: ['get', 'create', 'update', 'delete'],
  repositories: ['get', 'create', 'update', 'delete'],
  clusters: ['get', 'create', 'update', 'delete'],
  users: ['get', 'create', 'update', 'delete'],
} as const;

export type Resource = keyof typeof permissionActions;

export const resources = Object.keys(permissionActions) as Resource[]; // the keys of that object

/** Whether one grant covers a permission; either side may be `*`, words are compared whole. */
export function covers(granted: readonly string[], wanted: string): boolean {
  const [resource, action] = wanted.split(':');
  return granted.some((grant) => {
    const [grantedResource, grantedAction] = grant.split(':');
    return (
      (grantedResource === '*' || grantedResource === resource) &&
      (grantedAction === '*' || grantedAction === action)
    );
  });
}

/** Turns one permission on or off. Turning one of `applications:*` off leaves the others. */
export function togglePermission(granted: readonly string[], wanted: string): string[] {
  if (!covers(granted, wanted)) return [...granted, wanted];
  const [resource = '', action = ''] = wanted.split(':');
  return granted.flatMap((grant) => {
    if (grant === wanted) return [];
    if (!covers([grant], wanted)) return [grant];
    return expand(grant).filter((one) => one !== `${resource}:${action}`);
  });
}

/** A grant with `*` as the single permissions it gives; one without stays itself. */
export function expand(grant: string): string[] {
  const [resource = '', action = ''] = grant.split(':');
  return resources
    .filter((known) => resource === '*' || known === resource)
    .flatMap((known) =>
      permissionActions[known]
        .filter((one) => action === '*' || one === action)
        .map((one) => `${known}:${one}`),
    );
}
