import { inject } from 'vitest';
import { createDatabaseOn, type TestDatabase } from './test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

/** A migrated database of this test's own, on the server that global-setup.ts started for the run. */
export function createTestDatabase(): Promise<TestDatabase> {
  return createDatabaseOn(inject('postgresUrl'));
}
