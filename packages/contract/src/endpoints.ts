/** Every public endpoint by name: method and path. Free of schemas, so that browsers can import it alone. */
export const endpoints = {
  login: 'POST /api/v1/session',
  logout: 'DELETE /api/v1/session',
  getSession: 'GET /api/v1/session',
  changePassword: 'PUT /api/v1/session/password',

  listUsers: 'GET /api/v1/users',
  createUser: 'POST /api/v1/users',
  updateUser: 'PATCH /api/v1/users/{name}',
  deleteUser: 'DELETE /api/v1/users/{name}',

  listTokens: 'GET /api/v1/tokens',
  createToken: 'POST /api/v1/tokens',
  deleteToken: 'DELETE /api/v1/tokens/{id}',

  listProjects: 'GET /api/v1/projects',
  getProject: 'GET /api/v1/projects/{name}',
  createProject: 'POST /api/v1/projects',
  updateProject: 'PUT /api/v1/projects/{name}',
  deleteProject: 'DELETE /api/v1/projects/{name}',

  listRepositories: 'GET /api/v1/repositories',
  getRepository: 'GET /api/v1/repositories/{name}',
  createRepository: 'POST /api/v1/repositories',
  updateRepository: 'PUT /api/v1/repositories/{name}',
  deleteRepository: 'DELETE /api/v1/repositories/{name}',
  testRepository: 'POST /api/v1/repositories/test',
  listRefs: 'GET /api/v1/repositories/{name}/refs',
  listCharts: 'GET /api/v1/repositories/{name}/charts',
  listChartVersions: 'GET /api/v1/repositories/{name}/chart-versions',
  browseRepository: 'GET /api/v1/repositories/{name}/browse',

  listClusters: 'GET /api/v1/clusters',
  getCluster: 'GET /api/v1/clusters/{name}',
  createCluster: 'POST /api/v1/clusters',
  updateCluster: 'PUT /api/v1/clusters/{name}',
  deleteCluster: 'DELETE /api/v1/clusters/{name}',
  testCluster: 'POST /api/v1/clusters/test',

  listApplications: 'GET /api/v1/applications',
  createApplication: 'POST /api/v1/applications',
  previewApplication: 'POST /api/v1/applications/preview',
  getApplication: 'GET /api/v1/applications/{project}/{name}',
  updateApplication: 'PUT /api/v1/applications/{project}/{name}',
  deleteApplication: 'DELETE /api/v1/applications/{project}/{name}',
  refreshApplication: 'POST /api/v1/applications/{project}/{name}/refresh',
  getTree: 'GET /api/v1/applications/{project}/{name}/tree',
  getChanges: 'GET /api/v1/applications/{project}/{name}/changes',
  getResource: 'GET /api/v1/applications/{project}/{name}/resource',
  listEvents: 'GET /api/v1/applications/{project}/{name}/events',
  streamLogs: 'GET /api/v1/applications/{project}/{name}/logs',
  explainApplication: 'GET /api/v1/applications/{project}/{name}/explain',
  setHold: 'PUT /api/v1/applications/{project}/{name}/hold',
  resumeAutoSync: 'DELETE /api/v1/applications/{project}/{name}/hold',
  runAction: 'POST /api/v1/applications/{project}/{name}/actions',

  listReleases: 'GET /api/v1/applications/{project}/{name}/releases',
  getRelease: 'GET /api/v1/applications/{project}/{name}/releases/{number}',
  compareReleases: 'GET /api/v1/applications/{project}/{name}/releases/{number}/compare',

  listPlans: 'GET /api/v1/plans',
  buildPlan: 'POST /api/v1/plans',
  getPlan: 'GET /api/v1/plans/{id}',
  approvePlan: 'POST /api/v1/plans/{id}/approve',
  rejectPlan: 'POST /api/v1/plans/{id}/reject',
  executePlan: 'POST /api/v1/plans/{id}/execute',

  listOperations: 'GET /api/v1/operations',
  getOperation: 'GET /api/v1/operations/{id}',
  terminateOperation: 'POST /api/v1/operations/{id}/terminate',

  applyObjects: 'POST /api/v1/apply',
  getHome: 'GET /api/v1/home',
  search: 'GET /api/v1/search',
  listActivity: 'GET /api/v1/activity',
  getSystem: 'GET /api/v1/system',

  openStream: 'GET /api/v1/stream',
  setTopics: 'POST /api/v1/stream/{id}/topics',
  receiveWebhook: 'POST /api/v1/webhooks/{provider}',
} as const;

export type EndpointName = keyof typeof endpoints;

/** Splits `GET /path` of an endpoint. */
export function methodAndPath(name: EndpointName): { method: string; path: string } {
  const text = endpoints[name];
  const space = text.indexOf(' ');
  return { method: text.slice(0, space), path: text.slice(space + 1) };
}
