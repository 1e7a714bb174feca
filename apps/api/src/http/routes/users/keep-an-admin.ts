import type { Db } from '../../../store/database.ts';
import { type UserRecord, userStore } from '../../../store/user.ts';
import { problem } from '../../problem.ts';

/** Throws conflict when nobody could administer any more without this user. */
export async function keepAnAdmin(db: Db, user: UserRecord): Promise<void> {
  if (user.role !== 'admin' || user.isDisabled) return;
  if ((await userStore(db).otherAdmins(user.name)) > 0) return;
  throw problem(
    'conflict',
    `${user.name} is the last administrator.`,
    'Make another user an administrator first.',
  );
}
