import type { SourceRevision } from '@bowline/sync-engine/core/model';
import type { Db } from './database.ts';

/** A newer revision that changes nothing for an Application. */
export type CurrentRevision = {
  uid: string;
  /** As it was loaded: whoever has moved since is left alone. */
  resourceVersion: number;
  revisions: SourceRevision[];
  desiredRevision: string;
  /** The refresh that this answers; a newer one stays. */
  requestedAt: string;
  liveAsOf: string;
};

/** Writes the revisions of many Applications in one statement; returns the uids of those written. */
export async function writeCurrentRevisions(
  db: Db,
  list: CurrentRevision[],
  reconciledAt: string,
): Promise<string[]> {
  // Rows are locked in one order, as by everybody who writes many: two of them must not wait for each other crosswise.
  const rows = await db.prisma.$queryRaw<{ uid: string }[]>`
    WITH found AS (
      SELECT (e->>'uid')::uuid AS "uid", (e->>'resourceVersion')::int AS "version", e->'revisions' AS "revisions",
        e->>'desiredRevision' AS "revision", (e->>'requestedAt')::timestamptz AS "requested",
        (e->>'liveAsOf')::timestamptz AS "live_as_of"
      FROM jsonb_array_elements(${JSON.stringify(list)}::jsonb) e),
    held AS (
      SELECT a."uid" FROM "application" a JOIN found f ON f."uid" = a."uid" AND f."version" = a."resource_version"
      WHERE a."deletion_timestamp" IS NULL ORDER BY a."uid" FOR UPDATE OF a)
    UPDATE "application" a SET "revisions" = f."revisions", "desired_revision" = f."revision",
      "live_as_of" = f."live_as_of", "reconciled_at" = ${reconciledAt}::timestamptz,
      "refresh_requested_at" = CASE WHEN a."refresh_requested_at" > f."requested" THEN a."refresh_requested_at" END,
      "refresh_mode" = CASE WHEN a."refresh_requested_at" > f."requested" THEN a."refresh_mode" END,
      "resource_version" = a."resource_version" + 1, "updated_at" = clock_timestamp()
    FROM found f JOIN held h ON h."uid" = f."uid"
    WHERE a."uid" = f."uid" AND a."resource_version" = f."version"
    RETURNING a."uid"`;
  return rows.map((row) => row.uid);
}
