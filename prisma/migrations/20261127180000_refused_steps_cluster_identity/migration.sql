-- A refused call wrote nothing; a cluster is known by the uid of its kube-system namespace.
ALTER TABLE "step_result" ADD COLUMN "is_refused" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "cluster" ADD COLUMN "identity" TEXT NOT NULL DEFAULT '';
ALTER TABLE "cluster" ADD COLUMN "seen_identity" TEXT NOT NULL DEFAULT '';
