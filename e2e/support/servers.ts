import { randomBytes } from 'node:crypto';
import { webServer } from '../../tools/start/build-web.ts';
import { chooseQuietPort } from '../../tools/postgres/free-port.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/** Starts the server, as `npm start` runs it, on a free port with exactly these settings. */
export async function startApi(env: Record<string, string>): Promise<ServerProcess> {
  const port = await chooseQuietPort();
  return startServer({
    name: 'the API',
    args: ['tools/start/run.mjs', 'api'],
    url: `http://127.0.0.1:${port}`,
    readyPath: '/readyz',
    env: { BOWLINE_HOST: '127.0.0.1', BOWLINE_PORT: String(port), ...env },
  });
}

/** Starts the built web app (tools/start/build.ts) on this port, in front of an API. */
export function startWeb(options: { port: number; apiUrl: string }): Promise<ServerProcess> {
  const url = `http://127.0.0.1:${options.port}`;
  return startServer({
    name: 'the web app',
    args: [webServer],
    url,
    readyPath: '/_next/static/ready',
    env: {
      NODE_ENV: 'production',
      PORT: String(options.port),
      HOSTNAME: '127.0.0.1',
      BOWLINE_API_URL: options.apiUrl,
      BOWLINE_EXTERNAL_URL: url,
      NEXTAUTH_URL: url,
      NEXTAUTH_SECRET: randomBytes(32).toString('hex'),
      NEXT_TELEMETRY_DISABLED: '1',
    },
  });
}
