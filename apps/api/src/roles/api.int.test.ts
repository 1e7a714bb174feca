import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../tools/postgres/test-database.ts';
import { newToken } from '../auth/secret.ts';
import { type Config, loadConfig } from '../config.ts';
import { type Running, start } from './start.ts';

let running: Running;
let config: Config;
let drop: () => Promise<void>;
const token = newToken();

beforeAll(async () => {
  const test = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'bowline-api-'));
  config = loadConfig({
    DATABASE_URL: test.url,
    BOWLINE_DATA: dataDir,
    BOWLINE_PORT: '0',
    BOWLINE_LOG_LEVEL: 'silent',
    BOWLINE_BOOTSTRAP_TOKEN: token,
    BOWLINE_MASTER_KEY: randomBytes(32).toString('base64'),
  });
  running = await start(config);
  drop = async () => {
    await running.stop();
    expect(readFileSync(join(dataDir, 'first-password'), 'utf8')).not.toBe('');
    rmSync(dataDir, { recursive: true });
    await test.drop();
  };
});
afterAll(() => drop());

const headers = { authorization: `Bearer ${token}` };
const clients = async (): Promise<number> => {
  const answer = await fetch(`${running.url}/api/v1/system`, { headers });
  return ((await answer.json()) as { streamClients: number }).streamClients;
};

describe('the server on a socket', () => {
  it('is alive, ready, and measured', async () => {
    expect((await fetch(`${running.url}/livez`)).status).toBe(200);
    expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
    const metrics = await (await fetch(`${running.url}/metrics`, { headers })).text();
    expect(metrics).toMatch(/bowline_queue_keys\{controller="application",state="waiting"\}/);
    expect(metrics).not.toContain('admin');
  });

  it('streams at once, and notices a reader that is gone', async () => {
    const abort = new AbortController();
    const response = await fetch(`${running.url}/api/v1/stream?topics=projects`, {
      headers,
      signal: abort.signal,
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain('"type":"hello"');
    expect(await clients()).toBe(1);
    const made = await fetch(`${running.url}/api/v1/projects`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ metadata: { name: 'streamed' }, spec: {} }),
    });
    expect(made.status).toBe(201);
    // On a busy machine heartbeats come first.
    let text = '';
    while (!text.includes('"topic":"projects"')) {
      const chunk = await reader?.read();
      expect(chunk?.done).toBe(false);
      text += chunk?.value ?? '';
    }
    abort.abort();
    await reader?.cancel().catch(() => {});
    await expect.poll(clients).toBe(0);
  });

  it('has probes on a replica of another role, and nothing else', async () => {
    const other = await start({ ...config, roles: ['controller'], bootstrapToken: '' });
    await expect.poll(async () => (await fetch(`${other.url}/readyz`)).status).toBe(200);
    expect((await fetch(`${other.url}/api/v1/system`, { headers })).status).toBe(404);
    await other.stop();
  });

  it('answers a broken request and goes on', async () => {
    const { port, hostname } = new URL(running.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.write('GET / HTTP/1.1\r\nbroken\r\n\r\n'));
      socket.once('data', (data) => resolve(String(data)));
      socket.once('error', reject);
      socket.once('close', () => resolve(''));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect((await fetch(`${running.url}/livez`)).status).toBe(200);
  });
});
