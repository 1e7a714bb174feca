import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Agent, request } from 'undici';
import { createEgress } from './egress.ts';

const server = createServer((_, response) => response.end('inside'));
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => void server.close());

/** Reads a name that stands for these addresses, one after the other, anew on every connection. */
async function readAs(answers: string[], allow: string[]): Promise<string[]> {
  const left = [...answers];
  const egress = createEgress({ allow, resolve: () => Promise.resolve([left.shift() ?? 'none']) });
  const said: string[] = [];
  for (const _ of answers) {
    const dispatcher = new Agent({ connect: egress.connector({}) });
    const read = request(`http://turns.invalid:${port}/`, { dispatcher }).then(({ body }) => body.text());
    said.push(await read.catch((error: { code?: string }) => error.code ?? 'failed'));
    await dispatcher.close();
  }
  return said;
}

it('dials the address that was checked, whatever the name stands for elsewhere or later (X25)', async () => {
  const [loopback, metadata] = ['127.0.0.1', '169.254.169.254'];
  expect(await readAs([loopback, metadata, loopback], [`127.0.0.1:${port}`])).toEqual([
    'inside',
    'egress_refused',
    'inside',
  ]);
  expect(await readAs([loopback], [])).toEqual(['egress_refused']);
});
