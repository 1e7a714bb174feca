-- Which objects a wave failed for.
ALTER TABLE "step_result" ADD COLUMN "failures" JSONB NOT NULL DEFAULT '[]';
