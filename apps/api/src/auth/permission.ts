/** `<resource>:<action>`; either side may be `*`, which only another `*` grants. */
export type Permission = string;

/** What the built-in roles may do everywhere. */
export const builtInRoles: Record<'admin' | 'operator' | 'viewer' | 'none', Permission[]> = {
  admin: ['*:*'],
  operator: [
    'applications:*',
    'logs:get',
    'projects:get',
    'repositories:get',
    'clusters:get',
    'activity:get',
  ],
  viewer: [
    'applications:get',
    'logs:get',
    'projects:get',
    'repositories:get',
    'clusters:get',
    'activity:get',
  ],
  none: [],
};

/** Whether one of the grants gives a permission. Segments are compared whole: no pattern, no prefix (X56). */
export function grants(granted: readonly Permission[], wanted: Permission): boolean {
  const [resource, action] = split(wanted);
  return granted.some((grant) => {
    const [grantedResource, grantedAction] = split(grant);
    return (
      (grantedResource === '*' || grantedResource === resource) &&
      (grantedAction === '*' || grantedAction === action)
    );
  });
}

/** Whether everything in `wanted` (which may hold `*`) is in `granted`. */
export function covers(granted: readonly Permission[], wanted: readonly Permission[]): boolean {
  return wanted.every((permission) => grants(granted, permission));
}

/** `*:*` or lower-case words: what a role or token may be given. */
export function isPermission(text: string): boolean {
  return /^(\*|[a-z]+):(\*|[a-z]+)$/.test(text);
}

function split(permission: Permission): [string, string] {
  const parts = permission.split(':');
  return parts.length === 2 ? [parts[0] ?? '', parts[1] ?? ''] : ['', ''];
}
