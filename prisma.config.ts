import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'prisma/config';

// Prisma's CLI downloads a native schema engine before every command, even `generate`. The stand-in answers the
// same protocol from npm packages, so the CLI works offline; PRISMA_NATIVE_ENGINE=1 goes back to the native one.
const engine = fileURLToPath(new URL('./prisma/engine/schema-engine.mjs', import.meta.url));
if (!process.env.PRISMA_NATIVE_ENGINE && existsSync(engine)) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= engine;
}
process.env.CHECKPOINT_DISABLE ??= '1';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/bowline' },
});
