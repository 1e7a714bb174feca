import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { sendWebhook } from '../../../../../../tools/git-server/webhook.ts';
import { providers } from './providers.ts';

it.each(['github', 'gitlab', 'gitea', 'generic'] as const)(
  'a delivery of the git server is signed and worded as %s, and understood (X64)',
  async (provider) => {
    type Delivery = { headers: Record<string, unknown>; body: Buffer };
    let receive: (delivery: Delivery) => void = () => {};
    const received = new Promise<Delivery>((resolve) => (receive = resolve));
    const server = createServer(async (req, res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk as Buffer);
      receive({ headers: req.headers, body: Buffer.concat(chunks) });
      res.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const repositoryUrl = 'http://127.0.0.1:1/team/shop.git';
    const hook = { url: `http://127.0.0.1:${port}/`, provider, secret: 'knot' };
    expect(await sendWebhook(hook, { repositoryUrl, ref: 'refs/heads/main', before: 'a', after: 'b' })).toBe(
      200,
    );
    server.close();
    const { headers, body } = await received;
    const header = (name: string) => (typeof headers[name] === 'string' ? headers[name] : undefined);
    expect(providers[provider].isSignedWith('knot', body, header)).toBe(true);
    expect(providers[provider].isSignedWith('other', body, header)).toBe(false);
    const push = providers[provider].read(JSON.parse(body.toString()), header);
    expect(push?.urls).toContain(repositoryUrl);
    expect(push?.ref).toBe('refs/heads/main');
  },
);
