import type { ApplicationInput } from '@bowline/contract/application';
import { ApiError, type Client, createClient } from '@bowline/contract/client';
import { demoRepositories } from './repositories.ts';

export type DemoPlace = {
  apiUrl: string;
  /** API token that may create everything. */
  token: string;
  /** Base URL of the demo git server. */
  gitUrl: string;
  /** YAML that reaches the sandbox cluster. */
  kubeconfig: string;
  /** What the git server signs its webhooks with. */
  webhookSecret: string;
};

const project = 'default';
const cluster = 'sandbox';

type DemoApplication = {
  name: string;
  repository: (typeof demoRepositories)[number];
  path: string;
  isAutomated?: boolean;
};

const applications: DemoApplication[] = [
  { name: 'guestbook', repository: 'demo-plain', path: 'guestbook' },
  { name: 'shop-staging', repository: 'demo-kustomize', path: 'shop/overlays/staging', isAutomated: true },
  { name: 'shop-production', repository: 'demo-kustomize', path: 'shop/overlays/production' },
  { name: 'payments', repository: 'demo-helm', path: 'payments' },
];

/** Registers the demo through the public API and applies it once. What is there already, by name, is left alone. */
export async function seedDemo(place: DemoPlace): Promise<void> {
  const client = createClient({
    baseUrl: place.apiUrl,
    headers: () => ({ authorization: `Bearer ${place.token}` }),
  });
  await unlessThere(
    client.call('createCluster', {
      body: { metadata: { name: cluster }, spec: {}, kubeconfig: place.kubeconfig },
    }),
  );
  for (const name of demoRepositories) {
    const spec = { url: `${place.gitUrl}/${name}.git`, pollSeconds: 30 };
    const { webhookSecret } = place;
    await unlessThere(client.call('createRepository', { body: { metadata: { name }, spec, webhookSecret } }));
  }
  for (const application of applications) {
    const body = toInput(application, place.gitUrl);
    const isNew = await unlessThere(client.call('createApplication', { body }));
    if (isNew && !application.isAutomated) await applyOnce(client, application.name);
  }
}

function toInput({ name, repository, path, isAutomated }: DemoApplication, gitUrl: string): ApplicationInput {
  const automated = isAutomated ? { prune: true, selfHeal: true } : null;
  return {
    metadata: { name, project, labels: { demo: 'true' } },
    spec: {
      project,
      sources: [{ repoURL: `${gitUrl}/${repository}.git`, path, targetRevision: 'main' }],
      destination: { name: cluster, namespace: name },
      syncPolicy: { automated, syncOptions: ['CreateNamespace=true'] },
    },
  };
}

// The same two calls as a person's: build the Plan, then execute that digest with its risks ticked.
async function applyOnce(client: Client, name: string): Promise<void> {
  const plan = await client.call('buildPlan', { body: { kind: 'sync', project, application: name } });
  const tickedRisks = plan.risks.map((risk) => risk.id);
  const body = { digest: plan.digest, tickedRisks, comment: 'The demo, applied at first start.' };
  await client.call('executePlan', { params: { id: plan.id }, body });
}

async function unlessThere(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.problem.status === 409) return false;
    throw error;
  }
}
