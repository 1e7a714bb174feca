-- Children of an app of apps, and facets that are counted from indexes alone.
CREATE INDEX "application_managed_by_idx" ON "application"("managed_by");
CREATE INDEX "application_is_held_auto_sync_idx" ON "application"("is_held", "auto_sync");
CREATE INDEX "application_pending_count_drift_count_unknown_count_idx" ON "application"("pending_count", "drift_count", "unknown_count");
