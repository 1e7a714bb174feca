import { AppError } from '@bowline/sync-engine/core/app-error';
import type { Actor, ProjectRole } from '@bowline/sync-engine/core/model';
import type { TokenRecord } from '../store/token.ts';
import type { GlobalRole, UserRecord } from '../store/user.ts';
import { builtInRoles, covers, grants, type Permission } from './permission.ts';

/** Who sent a request, as the database knows them now. */
export type Principal = {
  actor: Actor;
  user: UserRecord;
  token: TokenRecord | null;
  /** Hash of the session id or token: the name of this credential. */
  credential: string;
  expiresAt: string;
};

/** A Project as far as permissions go. */
export type ProjectAccess = { name: string; roles: ProjectRole[] };

export type Verdict = { ok: true } | { ok: false; reason: string };

/**
 * What a principal may do. `project` null means an object that belongs to no Project: only roles that hold everywhere count,
 * but for reading what all Projects share.
 */
export type Access = {
  can(permission: Permission, object: { project: string | null }): Verdict;
  /** Throws forbidden, with the reason. */
  require(permission: Permission, object: { project: string | null }): void;
  /** Projects in which the permission holds, of all or of `only`; undefined: all, with what belongs to none. */
  projectsWith(permission: Permission, only?: string): string[] | undefined;
  /** Permissions that hold everywhere. */
  everywhere: Permission[];
  role: GlobalRole;
  /** Whether a token of this principal may be given these permissions in this Project (null: all). */
  mayGive(permissions: Permission[], project: string | null): boolean;
};

/** Shared by all Projects, so readable by whoever may read them in one. */
const shared = new Set(['repositories:get', 'clusters:get', 'projects:get']);

/** Everything is a function of these values; nothing is looked up. */
export function accessOf(principal: Principal, projects: readonly ProjectAccess[]): Access {
  const { user, token } = principal;
  const everywhere = token?.project ? [] : limitByToken(builtInRoles[user.role], token);
  const inProject = new Map(projects.map((project) => [project.name, grantedIn(principal, project)]));

  const can = (permission: Permission, object: { project: string | null }): Verdict => {
    const isGranted =
      object.project === null
        ? grants(everywhere, permission) ||
          (shared.has(permission) && [...inProject.values()].some((granted) => grants(granted, permission)))
        : grants(inProject.get(object.project) ?? everywhere, permission);
    return isGranted ? { ok: true } : { ok: false, reason: reasonOf(principal, permission, object.project) };
  };

  return {
    can,
    require(permission, object) {
      const verdict = can(permission, object);
      if (!verdict.ok) throw forbidden(verdict.reason);
    },
    projectsWith(permission, only) {
      if (grants(everywhere, permission)) return only === undefined ? undefined : [only];
      const names = [...inProject].filter(([, granted]) => grants(granted, permission)).map(([name]) => name);
      return only === undefined ? names : names.filter((name) => name === only);
    },
    everywhere,
    role: token ? (token.role ?? 'none') : user.role,
    mayGive(permissions, project) {
      if (token?.project && project !== token.project) return false;
      // A token is no wider than its owner anyway; one made with a token must be no wider than that token.
      return token === null || covers(tokenGrants(token), permissions);
    },
  };
}

/** 403 forbidden. */
export function forbidden(reason: string): AppError {
  return new AppError({
    code: 'forbidden',
    status: 403,
    message: reason,
    hint: 'Ask an administrator, or the owner of the project, for this permission.',
  });
}

function grantedIn(principal: Principal, project: ProjectAccess): Permission[] {
  const { user, token } = principal;
  if (token?.project && token.project !== project.name) return [];
  const own = project.roles
    .filter(
      (role) => role.users?.includes(user.name) || role.groups?.some((group) => user.groups.includes(group)),
    )
    .flatMap((role) => role.permissions);
  return limitByToken([...builtInRoles[user.role], ...own], token);
}

function tokenGrants(token: TokenRecord): Permission[] {
  return [...(token.role ? builtInRoles[token.role] : []), ...token.permissions];
}

// Both the owner and the token must grant it. Where one says `*`, the narrower of the two is what holds.
function limitByToken(owner: Permission[], token: TokenRecord | null): Permission[] {
  if (token === null) return owner;
  return tokenGrants(token)
    .flatMap((permission) => owner.map((other) => meet(permission, other)))
    .filter((permission): permission is Permission => permission !== undefined);
}

function meet(a: Permission, b: Permission): Permission | undefined {
  const [aResource = '', aAction = ''] = a.split(':');
  const [bResource = '', bAction = ''] = b.split(':');
  const resource = narrower(aResource, bResource);
  const action = narrower(aAction, bAction);
  return resource && action ? `${resource}:${action}` : undefined;
}

function narrower(a: string, b: string): string | undefined {
  if (a === '*') return b;
  return b === '*' || a === b ? a : undefined;
}

function reasonOf(principal: Principal, permission: Permission, project: string | null): string {
  const who = principal.token ? `The token ${principal.token.name}` : `The user ${principal.user.name}`;
  const where = project === null ? '' : ` in the project ${project}`;
  return `${who} does not have the permission ${permission}${where}.`;
}
