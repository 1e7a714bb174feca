import type { TestProject } from 'vitest/node';
import { startTestServer } from './test-server.ts';

/** One PostgreSQL for a whole run of the integration tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer();
  project.provide('postgresUrl', server.url);
  return server.stop;
}
