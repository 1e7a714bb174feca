import type { Destination, Source } from '@bowline/sync-engine/core/model';
import { clusterStore } from '../store/cluster.ts';
import type { Db } from '../store/database.ts';
import { urlKeyOf } from '../store/repository-url.ts';

/** Name of the registered cluster a destination means; its own text when none is registered (X47: a URL means the same cluster as its name). */
export async function clusterNameOf(db: Db, destination: Destination): Promise<string> {
  if (destination.name !== undefined) return destination.name;
  const server = destination.server ?? '';
  return (await clusterStore(db).findByServer(server))?.name ?? server;
}

/** API URL of the cluster a destination means; '' when none is registered. */
export async function clusterServerOf(db: Db, destination: Destination): Promise<string> {
  if (destination.server !== undefined) return destination.server;
  return (await clusterStore(db).find(destination.name ?? ''))?.server ?? '';
}

/** One key per repository that the sources read. */
export function repositoryKeysOf(sources: Source[]): string[] {
  return [...new Set(sources.map((source) => urlKeyOf(source.repoURL)))];
}
