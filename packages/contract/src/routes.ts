import { z } from 'zod';
import {
  ActionInput,
  ActionResult,
  Application,
  ApplicationInput,
  ApplicationListQuery,
  ApplicationPage,
  Changes,
  EventRow,
  Explanation,
  HoldInput,
  Preview,
  ResourceDetail,
  Tree,
} from './application.ts';
import { Empty } from './envelope.ts';
import type { EndpointName } from './endpoints.ts';
import { Operation, OperationListQuery, OperationPage, Release, ReleasePage } from './operation.ts';
import {
  ApproveInput,
  ExecuteInput,
  PlanInput,
  PlanListQuery,
  PlanPage,
  PlanSchema,
  RejectInput,
} from './plan.ts';
import * as registry from './registry.ts';
import * as session from './session.ts';
import { PageQuery } from './envelope.ts';

/**
 * One endpoint of the public API. `permission` is `<resource>:<action>` checked on the object's Project, 'session' for any
 * signed-in actor, 'public' for none. `conflicts` lists the codes of its 409 answers.
 */
export type RouteSpec = {
  summary: string;
  tag: string;
  permission: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  response: z.ZodType;
  status?: number;
  /** Answers a stream (SSE or raw) rather than JSON. */
  isStream?: boolean;
};

const byName = z.object({ name: z.string().max(253) });
const byId = z.object({ id: z.string().max(64) });
const byApplication = z.object({ project: z.string().max(63), name: z.string().max(63) });
const byRelease = byApplication.extend({ number: z.coerce.number().int().min(1) });
const ByPath = z.object({ revision: z.string().max(253).optional(), path: z.string().max(1024).default('') });

const route = <T extends RouteSpec>(spec: T): T => spec;

export const routes = {
  login: route({
    summary: 'Sign in with a local user',
    tag: 'session',
    permission: 'public',
    body: session.LoginInput,
    response: session.LoginResult,
  }),
  logout: route({ summary: 'End the session', tag: 'session', permission: 'session', response: Empty }),
  getSession: route({
    summary: 'Who am I',
    tag: 'session',
    permission: 'session',
    response: session.Session,
  }),
  changePassword: route({
    summary: 'Change the own password',
    tag: 'session',
    permission: 'session',
    body: session.PasswordInput,
    response: session.Session,
  }),

  listUsers: route({
    summary: 'List users',
    tag: 'users',
    permission: 'users:get',
    query: PageQuery,
    response: session.UserPage,
  }),
  createUser: route({
    summary: 'Create a local user',
    tag: 'users',
    permission: 'users:create',
    body: session.UserInput,
    response: session.UserCreated,
    status: 201,
  }),
  updateUser: route({
    summary: 'Change a user',
    tag: 'users',
    permission: 'users:update',
    params: byName,
    body: session.UserPatch,
    response: session.UserCreated,
  }),
  deleteUser: route({
    summary: 'Delete a user',
    tag: 'users',
    permission: 'users:delete',
    params: byName,
    response: Empty,
  }),

  listTokens: route({
    summary: 'List API tokens',
    tag: 'tokens',
    permission: 'session',
    query: PageQuery,
    response: session.TokenPage,
  }),
  createToken: route({
    summary: 'Create an API token',
    tag: 'tokens',
    permission: 'session',
    body: session.TokenInput,
    response: session.TokenCreated,
    status: 201,
  }),
  deleteToken: route({
    summary: 'Revoke an API token',
    tag: 'tokens',
    permission: 'session',
    params: byId,
    response: Empty,
  }),

  listProjects: route({
    summary: 'List Projects',
    tag: 'projects',
    permission: 'session',
    query: registry.RegistryListQuery,
    response: registry.ProjectPage,
  }),
  getProject: route({
    summary: 'Get a Project',
    tag: 'projects',
    permission: 'projects:get',
    params: byName,
    response: registry.Project,
  }),
  createProject: route({
    summary: 'Create a Project',
    tag: 'projects',
    permission: 'projects:create',
    body: registry.ProjectInput,
    response: registry.Project,
    status: 201,
  }),
  updateProject: route({
    summary: 'Replace a Project',
    tag: 'projects',
    permission: 'projects:update',
    params: byName,
    body: registry.ProjectInput,
    response: registry.Project,
  }),
  deleteProject: route({
    summary: 'Delete a Project without Applications',
    tag: 'projects',
    permission: 'projects:delete',
    params: byName,
    response: Empty,
  }),

  listRepositories: route({
    summary: 'List Repositories',
    tag: 'repositories',
    permission: 'session',
    query: registry.RegistryListQuery,
    response: registry.RepositoryPage,
  }),
  getRepository: route({
    summary: 'Get a Repository',
    tag: 'repositories',
    permission: 'repositories:get',
    params: byName,
    response: registry.Repository,
  }),
  createRepository: route({
    summary: 'Register a Repository',
    tag: 'repositories',
    permission: 'repositories:create',
    body: registry.RepositoryInput,
    response: registry.Repository,
    status: 201,
  }),
  updateRepository: route({
    summary: 'Replace a Repository',
    tag: 'repositories',
    permission: 'repositories:update',
    params: byName,
    body: registry.RepositoryInput,
    response: registry.Repository,
  }),
  deleteRepository: route({
    summary: 'Remove a Repository without Applications',
    tag: 'repositories',
    permission: 'repositories:delete',
    params: byName,
    response: Empty,
  }),
  testRepository: route({
    summary: 'Test a connection, saved or not',
    tag: 'repositories',
    permission: 'repositories:create',
    body: registry.RepositoryInput,
    response: registry.ConnectionTest,
  }),
  listRefs: route({
    summary: 'Branches and tags',
    tag: 'repositories',
    permission: 'repositories:get',
    params: byName,
    response: registry.RefList,
  }),
  listCharts: route({
    summary: 'Charts of a Helm repository',
    tag: 'repositories',
    permission: 'repositories:get',
    params: byName,
    query: registry.ChartQuery,
    response: registry.ChartList,
  }),
  listChartVersions: route({
    summary: 'Versions of a chart, highest first',
    tag: 'repositories',
    permission: 'repositories:get',
    params: byName,
    query: registry.ChartVersionQuery,
    response: registry.ChartVersionList,
  }),
  browseRepository: route({
    summary: 'Browse the tree and detect the renderer',
    tag: 'repositories',
    permission: 'repositories:get',
    params: byName,
    query: ByPath,
    response: registry.Browse,
  }),

  listClusters: route({
    summary: 'List Clusters',
    tag: 'clusters',
    permission: 'session',
    query: registry.RegistryListQuery,
    response: registry.ClusterPage,
  }),
  getCluster: route({
    summary: 'Get a Cluster',
    tag: 'clusters',
    permission: 'clusters:get',
    params: byName,
    response: registry.Cluster,
  }),
  createCluster: route({
    summary: 'Register a Cluster',
    tag: 'clusters',
    permission: 'clusters:create',
    body: registry.ClusterInput,
    response: registry.Cluster,
    status: 201,
  }),
  updateCluster: route({
    summary: 'Replace a Cluster',
    tag: 'clusters',
    permission: 'clusters:update',
    params: byName,
    body: registry.ClusterInput,
    response: registry.Cluster,
  }),
  deleteCluster: route({
    summary: 'Remove a Cluster without Applications',
    tag: 'clusters',
    permission: 'clusters:delete',
    params: byName,
    response: Empty,
  }),
  testCluster: route({
    summary: 'Test a cluster, saved or not',
    tag: 'clusters',
    permission: 'clusters:create',
    body: registry.ClusterInput,
    response: registry.ConnectionTest,
  }),

  listApplications: route({
    summary: 'List Applications with facets',
    tag: 'applications',
    permission: 'session',
    query: ApplicationListQuery,
    response: ApplicationPage,
  }),
  createApplication: route({
    summary: 'Register an Application; applies nothing',
    tag: 'applications',
    permission: 'applications:create',
    body: ApplicationInput,
    response: Application,
    status: 201,
  }),
  previewApplication: route({
    summary: 'Render and compare a spec without saving it',
    tag: 'applications',
    permission: 'applications:create',
    body: ApplicationInput,
    response: Preview,
  }),
  getApplication: route({
    summary: 'Get an Application',
    tag: 'applications',
    permission: 'applications:get',
    params: byApplication,
    response: Application,
  }),
  updateApplication: route({
    summary: 'Replace the spec through an edit Plan',
    tag: 'applications',
    permission: 'applications:update',
    params: byApplication,
    body: ApplicationInput,
    response: Application,
  }),
  deleteApplication: route({
    summary: 'Forget an Application whose cluster is unreachable, or delete through a Plan',
    tag: 'applications',
    permission: 'applications:delete',
    params: byApplication,
    query: z.object({
      mode: z.enum(['plan', 'forget']).default('plan'),
      cascade: z.enum(['foreground', 'background', 'orphan', 'keep']).default('foreground'),
      /** The Application's name, typed. */
      confirmName: z.string(),
    }),
    response: z.object({ planId: z.string().nullable(), operationId: z.string().nullable() }),
  }),
  refreshApplication: route({
    summary: 'Resolve, render and compare again',
    tag: 'applications',
    permission: 'applications:get',
    params: byApplication,
    body: z.strictObject({
      mode: z.enum(['normal', 'hard']).default('normal'),
      wait: z.boolean().default(false),
    }),
    response: Application,
  }),
  getTree: route({
    summary: 'Health and diff tree',
    tag: 'applications',
    permission: 'applications:get',
    params: byApplication,
    response: Tree,
  }),
  getChanges: route({
    summary: 'Diff of live against desired, a Release or a revision',
    tag: 'applications',
    permission: 'applications:get',
    params: byApplication,
    query: z.object({
      from: z.string().max(253).default('live'),
      to: z.string().max(253).default('desired'),
    }),
    response: Changes,
  }),
  getResource: route({
    summary: 'One resource in full',
    tag: 'applications',
    permission: 'applications:get',
    params: byApplication,
    query: z.object({ id: z.string().max(1024) }),
    response: ResourceDetail,
  }),
  listEvents: route({
    summary: 'Events of the owner chain',
    tag: 'applications',
    permission: 'applications:get',
    params: byApplication,
    query: z.object({ id: z.string().max(1024).optional() }),
    response: z.object({ items: z.array(EventRow), message: z.string() }),
  }),
  streamLogs: route({
    summary: 'Log lines as server-sent events',
    tag: 'applications',
    permission: 'logs:get',
    params: byApplication,
    query: z.object({
      id: z.string().max(1024),
      container: z.string().max(63).optional(),
      previous: z.stringbool().default(false),
      follow: z.stringbool().default(false),
      tail: z.coerce.number().int().min(1).max(10_000).default(500),
      since: z.coerce.number().int().optional(),
    }),
    response: z.object({ pod: z.string(), container: z.string(), time: z.string(), text: z.string() }),
    isStream: true,
  }),
  explainApplication: route({
    summary: 'Why is it in this state, and why does it not sync',
    tag: 'applications',
    permission: 'applications:get',
    params: byApplication,
    response: Explanation,
  }),
  setHold: route({
    summary: 'Hold auto-sync',
    tag: 'applications',
    permission: 'applications:sync',
    params: byApplication,
    body: HoldInput,
    response: Application,
  }),
  resumeAutoSync: route({
    summary: 'End the Hold',
    tag: 'applications',
    permission: 'applications:sync',
    params: byApplication,
    response: Application,
  }),
  runAction: route({
    summary: 'Run an Action on live objects',
    tag: 'applications',
    permission: 'applications:action',
    params: byApplication,
    body: ActionInput,
    response: ActionResult,
  }),

  listReleases: route({
    summary: 'History',
    tag: 'releases',
    permission: 'applications:get',
    params: byApplication,
    query: PageQuery,
    response: ReleasePage,
  }),
  getRelease: route({
    summary: 'One Release with its manifests',
    tag: 'releases',
    permission: 'applications:get',
    params: byRelease,
    response: Release,
  }),
  compareReleases: route({
    summary: 'Diff of two Releases',
    tag: 'releases',
    permission: 'applications:get',
    params: byRelease,
    query: z.object({ with: z.coerce.number().int().min(1) }),
    response: Changes,
  }),

  listPlans: route({
    summary: 'List Plans',
    tag: 'plans',
    permission: 'session',
    query: PlanListQuery,
    response: PlanPage,
  }),
  buildPlan: route({
    summary: 'Build a Plan',
    tag: 'plans',
    permission: 'applications:plan',
    body: PlanInput,
    response: PlanSchema,
    status: 201,
  }),
  getPlan: route({
    summary: 'Get a Plan, verified now',
    tag: 'plans',
    permission: 'applications:get',
    params: byId,
    response: PlanSchema,
  }),
  approvePlan: route({
    summary: 'Approve exactly this digest',
    tag: 'plans',
    permission: 'applications:approve',
    params: byId,
    body: ApproveInput,
    response: PlanSchema,
  }),
  rejectPlan: route({
    summary: 'Reject a Plan',
    tag: 'plans',
    permission: 'applications:approve',
    params: byId,
    body: RejectInput,
    response: PlanSchema,
  }),
  executePlan: route({
    summary: 'Approve as the caller and run exactly this digest',
    tag: 'plans',
    permission: 'applications:sync',
    params: byId,
    body: ExecuteInput,
    response: Operation,
    status: 202,
  }),

  listOperations: route({
    summary: 'List Operations',
    tag: 'operations',
    permission: 'session',
    query: OperationListQuery,
    response: OperationPage,
  }),
  getOperation: route({
    summary: 'Get an Operation with its steps',
    tag: 'operations',
    permission: 'applications:get',
    params: byId,
    response: Operation,
  }),
  terminateOperation: route({
    summary: 'Stop an Operation',
    tag: 'operations',
    permission: 'applications:sync',
    params: byId,
    response: Operation,
  }),

  applyObjects: route({
    summary: 'Create or update objects declaratively',
    tag: 'apply',
    permission: 'session',
    body: registry.ApplyInput,
    response: registry.ApplyResult,
  }),
  getHome: route({
    summary: 'What needs a person now',
    tag: 'home',
    permission: 'session',
    response: session.Home,
  }),
  search: route({
    summary: 'Find Applications, resources, Plans, Repositories',
    tag: 'search',
    permission: 'session',
    query: z.object({
      q: z.string().min(1).max(253),
      limit: z.coerce.number().int().min(1).max(50).default(10),
    }),
    response: session.SearchResult,
  }),
  listActivity: route({
    summary: 'Activity and audit',
    tag: 'activity',
    permission: 'activity:get',
    query: session.AuditQuery,
    response: session.AuditPage,
  }),
  getSystem: route({
    summary: 'About this installation',
    tag: 'system',
    permission: 'session',
    response: session.SystemInfo,
  }),

  openStream: route({
    summary: 'Live updates as server-sent events',
    tag: 'stream',
    permission: 'session',
    response: z.object({
      topic: z.string(),
      seq: z.number(),
      type: z.enum(['patch', 'snapshot', 'gone', 'heartbeat', 'hello']),
      data: z.unknown(),
    }),
    isStream: true,
  }),
  setTopics: route({
    summary: 'Choose the topics of a stream',
    tag: 'stream',
    permission: 'session',
    params: byId,
    body: z.strictObject({ topics: z.array(z.string().max(512)).max(100) }),
    response: Empty,
  }),
  receiveWebhook: route({
    summary: 'Receive a push event',
    tag: 'webhooks',
    permission: 'public',
    params: z.object({ provider: z.enum(['github', 'gitlab', 'gitea', 'generic']) }),
    response: z.object({ refreshed: z.number().int() }),
    status: 202,
  }),
} satisfies Record<EndpointName, RouteSpec>;

export type Routes = typeof routes;
