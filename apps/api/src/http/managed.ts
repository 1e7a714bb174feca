import { badRequest, problem } from './problem.ts';

/** Throws managed_elsewhere for an object that an Application renders: it is changed in git. */
export function refuseManaged(kind: string, object: { name: string; managedBy: string | null }): void {
  if (object.managedBy === null) return;
  throw problem(
    'managed_elsewhere',
    `${kind} ${object.name} comes from the application ${object.managedBy}.`,
    'Change it in that application’s repository.',
  );
}

/** Throws invalid_request when the body names another object than the path. */
export function requireName(path: string, body: string): void {
  if (path !== body)
    throw badRequest('body.metadata.name: must be the name in the path; objects are not renamed.');
}
