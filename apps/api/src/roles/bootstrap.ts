import type { ProjectSpec } from '@bowline/sync-engine/core/model';
import type { Clock } from '@bowline/sync-engine/ports/time';
import { firstPasswordFile, writeFirstPassword } from '../auth/first-password.ts';
import { hashPassword, randomPassword } from '../auth/password.ts';
import { hashSecret, isToken } from '../auth/secret.ts';
import { type Config, ConfigError } from '../config.ts';
import type { Log } from '../log.ts';
import { auditStore } from '../store/audit.ts';
import type { Database, Db } from '../store/database.ts';
import { lockBootstrap } from '../store/installation.ts';
import { projectStore } from '../store/project.ts';
import { tokenStore } from '../store/token.ts';
import { userStore } from '../store/user.ts';

type Deps = { db: Database; log: Log; clock: Clock; config: Pick<Config, 'dataDir' | 'bootstrapToken'> };

const system = { kind: 'system', name: 'bowline' } as const;
const dayMs = 86_400_000;
const everything: ProjectSpec = {
  description: 'Allows every repository, destination and kind.',
  sourceRepos: ['*'],
  destinations: [{ server: '*', namespace: '*' }],
  clusterResourceWhitelist: [{ group: '*', kind: '*' }],
};

/**
 * First start: the Project `default`, and the user `admin` with a random one-time password, which is written to
 * `<data>/first-password` and nowhere else: logs are kept and shipped (X38). Safe with several replicas; later starts change nothing.
 */
export async function bootstrap(deps: Deps): Promise<void> {
  const { db, log, config } = deps;
  const isFirst = await db.transaction(async (tx) => {
    await lockBootstrap(tx);
    if ((await userStore(tx).count()) > 0) return false;
    await createDefaultProject(tx);
    await createAdmin(tx, config.dataDir);
    return true;
  });
  if (isFirst) {
    const file = firstPasswordFile(config.dataDir);
    log.info(
      { event: 'bootstrap_password', user: 'admin', file },
      'first start: sign in with the one-time password in this file, and change it',
    );
  }
  if (config.bootstrapToken !== '') await giveToken(deps);
}

async function createDefaultProject(tx: Db): Promise<void> {
  if (await projectStore(tx).find('default')) return;
  await projectStore(tx).create({
    name: 'default',
    spec: everything,
    labels: {},
    annotations: {},
    managedBy: null,
  });
}

// The file is there before the user is: a crash in between leaves a password nobody needs, not a user nobody knows.
async function createAdmin(tx: Db, dataDir: string): Promise<void> {
  const password = randomPassword();
  writeFirstPassword(dataDir, password);
  await userStore(tx).create({
    name: 'admin',
    displayName: 'Administrator',
    role: 'admin',
    passwordHash: await hashPassword(password),
    mustChangePassword: true,
  });
  await auditStore(tx).append({
    actor: system,
    action: 'user.create',
    object: { kind: 'User', project: null, name: 'admin' },
    outcome: 'succeeded',
    message: 'first start',
  });
}

// For scripted set-up. It is the operator's who can set the environment, and ends by itself after a day.
async function giveToken({ db, clock, config }: Deps): Promise<void> {
  if (!isToken(config.bootstrapToken))
    throw new ConfigError('BOWLINE_BOOTSTRAP_TOKEN must be bow_ and 43 characters.');
  const hash = hashSecret(config.bootstrapToken);
  await db.transaction(async (tx) => {
    await lockBootstrap(tx);
    const admin = await userStore(tx).find('admin');
    if (!admin || (await tokenStore(tx).isKnown(hash))) return;
    await tokenStore(tx).create({
      name: 'bootstrap',
      prefix: config.bootstrapToken.slice(0, 8),
      userId: admin.id,
      hash,
      role: 'admin',
      permissions: [],
      project: null,
      expiresAt: new Date(clock.now().getTime() + dayMs),
    });
    await auditStore(tx).append({
      actor: system,
      action: 'token.create',
      object: { kind: 'Token', project: null, name: 'bootstrap' },
      outcome: 'succeeded',
    });
  });
}
