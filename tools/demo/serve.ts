// The git server of `npm start`: serves the demo repositories, creating those that are missing, until it is stopped.
import { parseArgs } from 'node:util';
import { startGitServer } from '../git-server/start-git-server.ts';
import { demoRepositories, loadDemoFiles } from './repositories.ts';

const { values } = parseArgs({ options: { root: { type: 'string' }, port: { type: 'string' } } });
const server = await startGitServer({ root: values.root, port: Number(values.port ?? 0) });
for (const name of demoRepositories) {
  const seed = { files: loadDemoFiles(name), message: 'Add the first version', canPush: true };
  if (!server.hasRepository(name)) await server.createRepository(name, seed);
  server.setAccess(name, { canPush: true });
  const { DEMO_WEBHOOK_URL: url, DEMO_WEBHOOK_SECRET: secret } = process.env;
  if (url) server.addWebhook(name, { url, secret, provider: 'github' });
  console.log(JSON.stringify({ msg: 'serving', url: server.urlOf(name) }));
}
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
