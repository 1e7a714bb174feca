import type { Application, ApplicationInput } from '@bowline/contract/application';
import { ApiError, type Client } from '@bowline/contract/client';
import type { Operation } from '@bowline/contract/operation';
import type { Plan, PlanInput } from '@bowline/contract/plan';
import { clusterName, type Stack } from './stack.ts';
import { until } from './until.ts';

type Spec = ApplicationInput['spec'];
export type AppInput = {
  name: string;
  repoURL: string;
  path?: string;
  targetRevision?: string;
  /** Default: the Application's name. */
  namespace?: string;
  source?: Partial<Spec['sources'][number]>;
  automated?: NonNullable<Spec['syncPolicy']>['automated'];
  syncOptions?: string[];
  project?: string;
};

/** What a person would send to register an Application. */
export function applicationInput(input: AppInput): ApplicationInput {
  const { name, repoURL, path = '.', targetRevision = 'main', namespace = name, project = 'default' } = input;
  return {
    metadata: { name, project },
    spec: {
      project,
      sources: [{ repoURL, path, targetRevision, ...input.source }],
      destination: { name: clusterName, namespace },
      syncPolicy: {
        automated: input.automated ?? null,
        syncOptions: ['CreateNamespace=true', ...(input.syncOptions ?? [])],
      },
    },
  };
}

/** Registers an Application and waits for its first whole look. */
export async function register(stack: Stack, input: AppInput): Promise<Application> {
  await stack.client.call('createApplication', { body: applicationInput(input) });
  return refresh(stack, input.name);
}

/** Makes a repository with these files and registers it under the same name; its URL. */
export async function repository(
  stack: Stack,
  name: string,
  seed: Parameters<Stack['git']['createRepository']>[1],
): Promise<string> {
  const { url } = await stack.git.createRepository(name, seed);
  await stack.client.call('createRepository', { body: { metadata: { name }, spec: { url } } });
  return url;
}

export function getApp(stack: Stack, name: string): Promise<Application> {
  return stack.client.call('getApplication', { params: { project: 'default', name } });
}

/** Looks at git and cluster again; the Application after that look. */
export function refresh(
  stack: Stack,
  name: string,
  mode: 'normal' | 'hard' = 'normal',
): Promise<Application> {
  return stack.client.call('refreshApplication', {
    params: { project: 'default', name },
    body: { mode, wait: true },
  });
}

/** Waits until the Application is as `is` says; the failure shows what it was last. */
export async function untilApp(
  stack: Stack,
  name: string,
  what: string,
  is: (app: Application) => boolean,
  deadlineMs = 120_000,
): Promise<Application> {
  let last: Application | undefined;
  return until(
    `${name} to be ${what}`,
    async () => {
      last = await getApp(stack, name);
      return is(last) && last;
    },
    { deadlineMs },
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}; it is ${JSON.stringify(last?.status, null, 1)}`);
  });
}

export const isHealthyAndSynced = ({ status }: Application): boolean =>
  status.health.status === 'Healthy' && status.sync.status === 'Synced';

/** Everything but what kind of Plan it is comes from the Application. */
type Kind = PlanInput extends infer One
  ? One extends PlanInput
    ? Omit<One, 'project' | 'application'>
    : never
  : never;

export function buildPlan(
  stack: Pick<Stack, 'client'>,
  application: string,
  kind: Kind = { kind: 'sync' },
): Promise<Plan> {
  return stack.client.call('buildPlan', { body: { ...kind, project: 'default', application } as PlanInput });
}

/** Approves and runs exactly this Plan with all its risks ticked. */
export function execute(
  client: Client,
  plan: Plan,
  more: { confirmName?: string; digest?: string } = {},
): Promise<Operation> {
  return client.call('executePlan', {
    params: { id: plan.id },
    body: { digest: plan.digest, tickedRisks: plan.risks.map((risk) => risk.id), ...more },
  });
}

/** The Operation once it is over. */
export function ended(stack: Pick<Stack, 'client'>, id: string, deadlineMs = 120_000): Promise<Operation> {
  return until(
    `operation ${id} to end`,
    async () => {
      const operation = await stack.client.call('getOperation', { params: { id } });
      return operation.finishedAt !== null && operation;
    },
    { deadlineMs },
  );
}

/** Plans, runs and waits: the Plan and the Operation at its end. */
export async function sync(
  stack: Stack,
  application: string,
  kind: Kind = { kind: 'sync' },
  more: { confirmName?: string } = {},
): Promise<{ plan: Plan; operation: Operation }> {
  const plan = await buildPlan(stack, application, kind);
  const { id } = await execute(stack.client, plan, more);
  return { plan, operation: await ended(stack, id) };
}

/** The Problem a call is refused with; fails when it is not. */
export async function refusal(call: Promise<unknown>): Promise<ApiError['problem']> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiError) return error.problem;
    throw error;
  }
  throw new Error('the call was not refused');
}
