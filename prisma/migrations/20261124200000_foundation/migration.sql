-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "installation" (
    "singleton" BOOLEAN NOT NULL DEFAULT true,
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("singleton")
);

-- CreateTable
CREATE TABLE "wrapped_key" (
    "purpose" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "master_key_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "wrapped_key_pkey" PRIMARY KEY ("purpose","version")
);

-- CreateTable
CREATE TABLE "blob" (
    "id" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "key_version" INTEGER NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "touched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "blob_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "project" (
    "uid" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "spec" JSONB NOT NULL,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "annotations" JSONB NOT NULL DEFAULT '{}',
    "generation" INTEGER NOT NULL DEFAULT 1,
    "resource_version" INTEGER NOT NULL DEFAULT 1,
    "managed_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "project_pkey" PRIMARY KEY ("uid")
);

-- CreateTable
CREATE TABLE "application" (
    "uid" UUID NOT NULL,
    "project" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "spec" JSONB NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "resource_version" INTEGER NOT NULL DEFAULT 1,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "annotations" JSONB NOT NULL DEFAULT '{}',
    "managed_by" TEXT,
    "finalizers" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletion_timestamp" TIMESTAMPTZ(3),
    "cluster" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "repositories" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "auto_sync" BOOLEAN NOT NULL,
    "health" TEXT NOT NULL DEFAULT 'Unknown',
    "health_rank" INTEGER NOT NULL DEFAULT 5,
    "health_message" TEXT NOT NULL DEFAULT '',
    "health_since" TIMESTAMPTZ(3),
    "sync" TEXT NOT NULL DEFAULT 'Unknown',
    "sync_since" TIMESTAMPTZ(3),
    "pending_count" INTEGER NOT NULL DEFAULT 0,
    "drift_count" INTEGER NOT NULL DEFAULT 0,
    "unknown_count" INTEGER NOT NULL DEFAULT 0,
    "prune_count" INTEGER NOT NULL DEFAULT 0,
    "resource_count" INTEGER NOT NULL DEFAULT 0,
    "problem_count" INTEGER NOT NULL DEFAULT 0,
    "changed_count" INTEGER NOT NULL DEFAULT 0,
    "sync_message" TEXT NOT NULL DEFAULT '',
    "conditions" JSONB NOT NULL DEFAULT '[]',
    "revisions" JSONB NOT NULL DEFAULT '[]',
    "desired_digest" TEXT,
    "target_revision" TEXT NOT NULL DEFAULT '',
    "desired_revision" TEXT NOT NULL DEFAULT '',
    "live_as_of" TIMESTAMPTZ(3),
    "images" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "urls" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "live_release" INTEGER,
    "live_release_at" TIMESTAMPTZ(3),
    "live_release_by" JSONB,
    "live_release_kind" TEXT,
    "live_revision" TEXT,
    "live_digest" TEXT,
    "operation_id" TEXT,
    "operation_phase" TEXT,
    "operation_number" INTEGER,
    "operation_message" TEXT NOT NULL DEFAULT '',
    "operation_started_at" TIMESTAMPTZ(3),
    "decision" JSONB,
    "hold" JSONB,
    "is_held" BOOLEAN NOT NULL DEFAULT false,
    "reconciled_at" TIMESTAMPTZ(3),
    "observed_generation" INTEGER NOT NULL DEFAULT 0,
    "refresh_requested_at" TIMESTAMPTZ(3),
    "refresh_mode" TEXT,
    "plan_counter" INTEGER NOT NULL DEFAULT 0,
    "operation_counter" INTEGER NOT NULL DEFAULT 0,
    "release_counter" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "application_pkey" PRIMARY KEY ("uid")
);

-- CreateTable
CREATE TABLE "resource" (
    "application_uid" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "uid" TEXT NOT NULL,
    "parent_key" TEXT,
    "is_managed" BOOLEAN NOT NULL,
    "health" TEXT,
    "health_message" TEXT NOT NULL DEFAULT '',
    "sync" TEXT,
    "verdict" TEXT,
    "reasons" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "hook_phases" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "wave" INTEGER NOT NULL DEFAULT 0,
    "message" TEXT NOT NULL DEFAULT '',
    "images" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3),
    "change" JSONB NOT NULL,
    "rollup" JSONB NOT NULL,
    "row_hash" TEXT NOT NULL,

    CONSTRAINT "resource_pkey" PRIMARY KEY ("application_uid","key")
);

-- CreateTable
CREATE TABLE "plan" (
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "application_uid" UUID NOT NULL,
    "project" TEXT NOT NULL,
    "application" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "desired_digest" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "is_partial" BOOLEAN NOT NULL,
    "restores" INTEGER,
    "revisions" JSONB NOT NULL,
    "counts" JSONB NOT NULL,
    "risks" JSONB NOT NULL,
    "warnings" JSONB NOT NULL DEFAULT '[]',
    "head_blob" TEXT NOT NULL,
    "built_by_kind" TEXT NOT NULL,
    "built_by_name" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "built_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "state_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "state_message" TEXT NOT NULL DEFAULT '',
    "superseded_by" TEXT,

    CONSTRAINT "plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_item" (
    "plan_id" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "change_count" INTEGER NOT NULL,
    "body_blob" TEXT NOT NULL,
    "manifest_blob" TEXT,

    CONSTRAINT "plan_item_pkey" PRIMARY KEY ("plan_id","index")
);

-- CreateTable
CREATE TABLE "approval" (
    "plan_id" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "ticked_risks" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "comment" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "approval_pkey" PRIMARY KEY ("plan_id","digest","actor_kind","actor_name")
);

-- CreateTable
CREATE TABLE "operation" (
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "application_uid" UUID NOT NULL,
    "project" TEXT NOT NULL,
    "application" TEXT NOT NULL,
    "cluster" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "plan_kind" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "desired_digest" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "phase" TEXT NOT NULL,
    "requested_by_kind" TEXT NOT NULL,
    "requested_by_name" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "message" TEXT NOT NULL DEFAULT '',
    "decision" JSONB,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "epoch" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "next_retry_at" TIMESTAMPTZ(3),
    "terminate_by" TEXT,
    "waiting_for" JSONB NOT NULL DEFAULT '[]',
    "release" INTEGER,

    CONSTRAINT "operation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "step_result" (
    "operation_id" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "phase" TEXT NOT NULL,
    "message" TEXT NOT NULL DEFAULT '',
    "uid" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "step_result_pkey" PRIMARY KEY ("operation_id","step","attempt")
);

-- CreateTable
CREATE TABLE "release" (
    "application_uid" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "project" TEXT NOT NULL,
    "application" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "operation_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "is_partial" BOOLEAN NOT NULL,
    "restores" INTEGER,
    "revisions" JSONB NOT NULL,
    "desired_digest" TEXT NOT NULL,
    "plan_digest" TEXT NOT NULL,
    "spec" JSONB NOT NULL,
    "initiator_kind" TEXT NOT NULL,
    "initiator_name" TEXT NOT NULL,
    "approvers" JSONB NOT NULL,
    "message" TEXT NOT NULL DEFAULT '',
    "outcome" TEXT NOT NULL DEFAULT 'succeeded',
    "counts" JSONB NOT NULL,
    "has_snapshot" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "healthy_at" TIMESTAMPTZ(3),

    CONSTRAINT "release_pkey" PRIMARY KEY ("application_uid","number")
);

-- CreateTable
CREATE TABLE "release_item" (
    "application_uid" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "index" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "wave" INTEGER NOT NULL,
    "hook_phases" TEXT[],
    "masked_blob" TEXT NOT NULL,
    "manifest_blob" TEXT NOT NULL,

    CONSTRAINT "release_item_pkey" PRIMARY KEY ("application_uid","number","index")
);

-- CreateTable
CREATE TABLE "repository" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "url_key" TEXT NOT NULL,
    "project" TEXT,
    "credential_kind" TEXT NOT NULL DEFAULT 'none',
    "credential" BYTEA,
    "webhook_secret" BYTEA,
    "known_hosts" TEXT NOT NULL DEFAULT '',
    "ca_pem" TEXT NOT NULL DEFAULT '',
    "proxy" TEXT NOT NULL DEFAULT '',
    "insecure_skip_tls_verify" BOOLEAN NOT NULL DEFAULT false,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "default_branch" TEXT NOT NULL DEFAULT '',
    "state" TEXT NOT NULL DEFAULT 'unknown',
    "state_code" TEXT NOT NULL DEFAULT '',
    "state_message" TEXT NOT NULL DEFAULT '',
    "latency_ms" INTEGER,
    "poll_seconds" INTEGER,
    "last_webhook_at" TIMESTAMPTZ(3),
    "annotations" JSONB NOT NULL DEFAULT '{}',
    "managed_by" TEXT,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "checked_at" TIMESTAMPTZ(3),
    "resource_version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "repository_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cluster" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "server" TEXT NOT NULL,
    "kubeconfig" BYTEA NOT NULL,
    "context" TEXT NOT NULL DEFAULT '',
    "namespaces" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "project" TEXT,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "state" TEXT NOT NULL DEFAULT 'unknown',
    "state_code" TEXT NOT NULL DEFAULT '',
    "state_message" TEXT NOT NULL DEFAULT '',
    "kube_version" TEXT NOT NULL DEFAULT '',
    "latency_ms" INTEGER,
    "annotations" JSONB NOT NULL DEFAULT '{}',
    "managed_by" TEXT,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "checked_at" TIMESTAMPTZ(3),
    "resource_version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cluster_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "display_name" TEXT NOT NULL DEFAULT '',
    "email" TEXT NOT NULL DEFAULT '',
    "password_hash" TEXT NOT NULL,
    "must_change_password" BOOLEAN NOT NULL DEFAULT false,
    "is_disabled" BOOLEAN NOT NULL DEFAULT false,
    "role" TEXT NOT NULL DEFAULT 'none',
    "groups" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "preferences" JSONB NOT NULL DEFAULT '{}',
    "resource_version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_login_at" TIMESTAMPTZ(3),

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "hash" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "ip" TEXT NOT NULL DEFAULT '',
    "agent" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "token" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "role" TEXT,
    "permissions" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "project" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_ip" TEXT NOT NULL DEFAULT '',
    "last_agent" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "login_attempt" (
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "login_attempt_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "topic" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "project" TEXT,
    "data" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" BIGSERIAL NOT NULL,
    "seq" BIGINT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "object_kind" TEXT NOT NULL,
    "object_name" TEXT NOT NULL,
    "project" TEXT,
    "application" TEXT,
    "outcome" TEXT NOT NULL,
    "message" TEXT NOT NULL DEFAULT '',
    "plan_id" TEXT,
    "digest" TEXT,
    "before" JSONB,
    "after" JSONB,
    "request_id" TEXT NOT NULL DEFAULT '',
    "ip" TEXT NOT NULL DEFAULT '',
    "hash" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "epoch" BIGINT NOT NULL DEFAULT 1,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "actor" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER,
    "headers" JSONB,
    "body" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("actor","key")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "provider" TEXT NOT NULL,
    "delivery_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "repository" TEXT NOT NULL DEFAULT '',
    "ref" TEXT NOT NULL DEFAULT '',
    "outcome" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("provider","delivery_id")
);

-- CreateTable
CREATE TABLE "stream_topics" (
    "id" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "topics" TEXT[],
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stream_topics_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "blob_touched_at_idx" ON "blob"("touched_at");

-- CreateIndex
CREATE UNIQUE INDEX "project_name_key" ON "project"("name");

-- CreateIndex
CREATE INDEX "application_name_uid_idx" ON "application"("name", "uid");

-- CreateIndex
CREATE INDEX "application_health_name_uid_idx" ON "application"("health", "name", "uid");

-- CreateIndex
CREATE INDEX "application_health_rank_name_uid_idx" ON "application"("health_rank", "name", "uid");

-- CreateIndex
CREATE INDEX "application_live_release_at_name_uid_idx" ON "application"("live_release_at", "name", "uid");

-- CreateIndex
CREATE INDEX "application_created_at_name_uid_idx" ON "application"("created_at", "name", "uid");

-- CreateIndex
CREATE INDEX "application_operation_phase_idx" ON "application"("operation_phase");

-- CreateIndex
CREATE INDEX "application_sync_name_uid_idx" ON "application"("sync", "name", "uid");

-- CreateIndex
CREATE INDEX "application_project_health_idx" ON "application"("project", "health");

-- CreateIndex
CREATE INDEX "application_project_sync_idx" ON "application"("project", "sync");

-- CreateIndex
CREATE INDEX "application_cluster_namespace_idx" ON "application"("cluster", "namespace");

-- CreateIndex
CREATE INDEX "application_namespace_idx" ON "application"("namespace");

-- CreateIndex
CREATE INDEX "application_reconciled_at_uid_idx" ON "application"("reconciled_at", "uid");

-- CreateIndex
CREATE INDEX "application_repositories_idx" ON "application" USING GIN ("repositories");

-- CreateIndex
CREATE INDEX "application_images_idx" ON "application" USING GIN ("images");

-- CreateIndex
CREATE INDEX "application_labels_idx" ON "application" USING GIN ("labels");

-- CreateIndex
CREATE UNIQUE INDEX "application_project_name_key" ON "application"("project", "name");

-- CreateIndex
CREATE INDEX "resource_application_uid_parent_key_idx" ON "resource"("application_uid", "parent_key");

-- CreateIndex
CREATE INDEX "resource_kind_name_idx" ON "resource"("kind", "name");

-- CreateIndex
CREATE INDEX "plan_application_uid_built_at_idx" ON "plan"("application_uid", "built_at");

-- CreateIndex
CREATE INDEX "plan_project_built_at_idx" ON "plan"("project", "built_at");

-- CreateIndex
CREATE INDEX "plan_state_built_at_idx" ON "plan"("state", "built_at");

-- CreateIndex
CREATE INDEX "plan_state_expires_at_idx" ON "plan"("state", "expires_at");

-- CreateIndex
CREATE INDEX "plan_digest_idx" ON "plan"("digest");

-- CreateIndex
CREATE UNIQUE INDEX "plan_application_uid_number_key" ON "plan"("application_uid", "number");

-- CreateIndex
CREATE INDEX "plan_item_body_blob_idx" ON "plan_item"("body_blob");

-- CreateIndex
CREATE INDEX "plan_item_manifest_blob_idx" ON "plan_item"("manifest_blob");

-- CreateIndex
CREATE INDEX "approval_actor_kind_actor_name_at_idx" ON "approval"("actor_kind", "actor_name", "at");

-- CreateIndex
CREATE INDEX "operation_application_uid_created_at_idx" ON "operation"("application_uid", "created_at");

-- CreateIndex
CREATE INDEX "operation_project_created_at_idx" ON "operation"("project", "created_at");

-- CreateIndex
CREATE INDEX "operation_plan_id_idx" ON "operation"("plan_id");

-- CreateIndex
CREATE INDEX "operation_phase_created_at_idx" ON "operation"("phase", "created_at");

-- CreateIndex
CREATE INDEX "operation_created_at_id_idx" ON "operation"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "operation_application_uid_number_key" ON "operation"("application_uid", "number");

-- CreateIndex
CREATE INDEX "release_project_created_at_idx" ON "release"("project", "created_at");

-- CreateIndex
CREATE INDEX "release_created_at_idx" ON "release"("created_at");

-- CreateIndex
CREATE INDEX "release_item_masked_blob_idx" ON "release_item"("masked_blob");

-- CreateIndex
CREATE INDEX "release_item_manifest_blob_idx" ON "release_item"("manifest_blob");

-- CreateIndex
CREATE UNIQUE INDEX "repository_name_key" ON "repository"("name");

-- CreateIndex
CREATE INDEX "repository_url_key_idx" ON "repository"("url_key");

-- CreateIndex
CREATE INDEX "repository_project_idx" ON "repository"("project");

-- CreateIndex
CREATE UNIQUE INDEX "cluster_name_key" ON "cluster"("name");

-- CreateIndex
CREATE INDEX "cluster_server_idx" ON "cluster"("server");

-- CreateIndex
CREATE UNIQUE INDEX "user_name_key" ON "user"("name");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "token_hash_key" ON "token"("hash");

-- CreateIndex
CREATE INDEX "token_user_id_idx" ON "token"("user_id");

-- CreateIndex
CREATE INDEX "outbox_xid_id_idx" ON "outbox"("xid", "id");

-- CreateIndex
CREATE INDEX "outbox_at_idx" ON "outbox"("at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_event_seq_key" ON "audit_event"("seq");

-- CreateIndex
CREATE INDEX "audit_event_at_id_idx" ON "audit_event"("at", "id");

-- CreateIndex
CREATE INDEX "audit_event_project_application_id_idx" ON "audit_event"("project", "application", "id");

-- CreateIndex
CREATE INDEX "audit_event_actor_name_id_idx" ON "audit_event"("actor_name", "id");

-- CreateIndex
CREATE INDEX "audit_event_action_id_idx" ON "audit_event"("action", "id");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- CreateIndex
CREATE INDEX "webhook_delivery_received_at_idx" ON "webhook_delivery"("received_at");

-- CreateIndex
CREATE INDEX "stream_topics_updated_at_idx" ON "stream_topics"("updated_at");

-- AddForeignKey
ALTER TABLE "resource" ADD CONSTRAINT "resource_application_uid_fkey" FOREIGN KEY ("application_uid") REFERENCES "application"("uid") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_item" ADD CONSTRAINT "plan_item_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "step_result" ADD CONSTRAINT "step_result_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "operation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "release_item" ADD CONSTRAINT "release_item_application_uid_number_fkey" FOREIGN KEY ("application_uid", "number") REFERENCES "release"("application_uid", "number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token" ADD CONSTRAINT "token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- What Prisma's schema cannot say ------------------------------------------------------------------------

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Substring search over 10,000 Applications and 500,000 resources.
CREATE INDEX "application_name_trgm" ON "application" USING gin ("name" gin_trgm_ops);
CREATE INDEX "resource_name_trgm" ON "resource" USING gin ("name" gin_trgm_ops);
-- "Worst first" with names in reading order.
CREATE INDEX "application_health_desc" ON "application"("health_rank" DESC NULLS LAST, "name", "uid");
CREATE INDEX "application_sync_desc" ON "application"("sync" DESC NULLS LAST, "name", "uid");
CREATE INDEX "application_release_desc" ON "application"("live_release_at" DESC NULLS LAST, "name", "uid");
CREATE INDEX "application_created_desc" ON "application"("created_at" DESC NULLS LAST, "name", "uid");
CREATE INDEX "application_pending_idx" ON "application"("name", "uid") WHERE "pending_count" > 0;
CREATE INDEX "application_drift_idx" ON "application"("name", "uid") WHERE "drift_count" > 0;
CREATE INDEX "application_held_idx" ON "application"("name", "uid") WHERE "is_held";
CREATE INDEX "application_refresh_idx" ON "application"("refresh_requested_at") WHERE "refresh_requested_at" IS NOT NULL;
CREATE INDEX "application_deleting_idx" ON "application"("uid") WHERE "deletion_timestamp" IS NOT NULL;
CREATE INDEX "resource_problem_idx" ON "resource"("application_uid") WHERE "health" IN ('Degraded', 'Missing', 'Unknown');

-- At most one Operation writes to the objects of an Application.
CREATE UNIQUE INDEX "operation_active_key" ON "operation"("application_uid") WHERE "phase" IN ('Running', 'Terminating');

-- The audit trail is append-only, and chained when the transaction commits: the lock that orders the chain is then
-- held for an instant and taken last, so it can neither slow nor deadlock whoever writes an event early.
CREATE FUNCTION audit_event_content(event "audit_event") RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT convert_to((to_jsonb(event) - 'hash' - 'at' || jsonb_build_object('at', extract(epoch FROM event."at")))::text, 'UTF8')
$$;

CREATE FUNCTION audit_event_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  event "audit_event";
  last_seq bigint;
  last_hash text;
BEGIN
  PERFORM pg_advisory_xact_lock(72707370);
  SELECT "seq", "hash" INTO last_seq, last_hash FROM "audit_event" WHERE "seq" IS NOT NULL ORDER BY "seq" DESC LIMIT 1;
  SELECT * INTO event FROM "audit_event" WHERE "id" = NEW."id";
  event."seq" := coalesce(last_seq, 0) + 1;
  event."hash" := encode(sha256(convert_to(coalesce(last_hash, ''), 'UTF8') || audit_event_content(event)), 'hex');
  UPDATE "audit_event" SET "seq" = event."seq", "hash" = event."hash" WHERE "id" = event."id";
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER "audit_event_chain" AFTER INSERT ON "audit_event"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_event_chain();

CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD."seq" IS NULL AND to_jsonb(NEW) - 'seq' - 'hash' = to_jsonb(OLD) - 'seq' - 'hash' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit events are append-only';
END
$$;

CREATE TRIGGER "audit_event_append_only" BEFORE UPDATE OR DELETE ON "audit_event"
  FOR EACH ROW EXECUTE FUNCTION audit_event_refuse();
CREATE TRIGGER "audit_event_no_truncate" BEFORE TRUNCATE ON "audit_event"
  FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse();

-- Wakes whoever waits for the outbox; a slow poll covers a lost one.
CREATE FUNCTION outbox_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('bowline_outbox', '');
  RETURN NULL;
END
$$;

CREATE TRIGGER "outbox_notify" AFTER INSERT ON "outbox" FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify();
