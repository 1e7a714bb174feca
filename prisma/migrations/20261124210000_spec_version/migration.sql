-- Version at which spec or metadata were written last: status writes between two edits are no conflict.
ALTER TABLE "application" ADD COLUMN "spec_version" INTEGER NOT NULL DEFAULT 1;
