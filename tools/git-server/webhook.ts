import { createHmac, randomUUID } from 'node:crypto';

export type Webhook = { url: string; provider: 'github' | 'gitlab' | 'gitea' | 'generic'; secret?: string };

export type Push = { repositoryUrl: string; ref: string; before: string; after: string };

/** Tells a webhook of a push as its provider would; resolves to the status, or to undefined when nobody answered. */
export async function sendWebhook(hook: Webhook, push: Push): Promise<number | undefined> {
  const body = JSON.stringify(hook.provider === 'generic' ? plainPayload(push) : payload(push));
  const headers = { 'content-type': 'application/json', ...signature(hook, body) };
  try {
    const answer = await fetch(hook.url, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(5000),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return undefined; // as with a real provider, a lost webhook is the receiver's loss: polling covers it
  }
}

/** What Bowline's own generic webhook reads: the URL as text, and the ref. */
function plainPayload({ repositoryUrl, ref, before, after }: Push): object {
  return { repository: repositoryUrl, ref, before, after };
}

function payload({ repositoryUrl, ref, before, after }: Push): object {
  const name = new URL(repositoryUrl).pathname.slice(1).replace(/\.git$/, '');
  const urls = {
    clone_url: repositoryUrl,
    git_http_url: repositoryUrl,
    html_url: repositoryUrl.replace(/\.git$/, ''),
  };
  return {
    object_kind: 'push',
    ref,
    before,
    after,
    repository: { name, full_name: name, ...urls },
    project: { path_with_namespace: name, git_http_url: repositoryUrl, web_url: urls.html_url },
  };
}

function signature({ provider, secret }: Webhook, body: string): Record<string, string> {
  const hmac = secret ? createHmac('sha256', secret).update(body).digest('hex') : undefined;
  switch (provider) {
    case 'github':
      return {
        'x-github-event': 'push',
        'x-github-delivery': randomUUID(),
        ...only('x-hub-signature-256', hmac && `sha256=${hmac}`),
      };
    case 'gitlab':
      return { 'x-gitlab-event': 'Push Hook', ...only('x-gitlab-token', secret) };
    case 'gitea':
      return {
        'x-gitea-event': 'push',
        'x-gitea-delivery': randomUUID(),
        ...only('x-gitea-signature', hmac),
      };
    case 'generic':
      return only('x-bowline-signature', hmac && `sha256=${hmac}`);
  }
}

function only(name: string, value: string | undefined): Record<string, string> {
  return value ? { [name]: value } : {};
}
