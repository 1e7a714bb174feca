import { AppError } from '@bowline/sync-engine/core/app-error';
import { type ApplicationRecord, applicationStore } from '../store/application.ts';
import type { Db } from '../store/database.ts';
import { resourceStore } from '../store/resource.ts';

/** The `project/name` of the Application that renders this one; null when it is gone or renders it no longer. */
export async function renderingParent(db: Db, child: ApplicationRecord): Promise<string | null> {
  if (child.managedBy === null) return null;
  const [project = '', name = ''] = child.managedBy.split('/');
  const parent = await applicationStore(db).find(project, name);
  const node = parent && (await resourceStore(db).get(parent.uid, `bowline.dev/Application//${child.name}`));
  return node && node.verdict !== 'extra' ? child.managedBy : null;
}

/** Why a child is not deleted by hand: the next sync of its parent would register it again. */
export function deletionUndone(child: ApplicationRecord, parent: string): string {
  return `Application ${child.name} is rendered by ${parent}: its next sync would bring it back.`;
}

/** Throws managed_elsewhere for a child that its parent would bring back. */
export async function refuseUndoneDeletion(db: Db, child: ApplicationRecord): Promise<void> {
  const parent = await renderingParent(db, child);
  if (parent === null) return;
  throw new AppError({
    code: 'managed_elsewhere',
    status: 409,
    message: deletionUndone(child, parent),
    hint: 'Take it out of that repository and sync the parent with prune, or delete it here then.',
  });
}
