import type { Endpoint } from '../endpoint.ts';
import { listActivity } from './activity/list.ts';
import { runAction } from './applications/action.ts';
import { getChanges } from './applications/changes.ts';
import { createApplication } from './applications/create.ts';
import { deleteApplication } from './applications/delete.ts';
import { listEvents } from './applications/events.ts';
import { explainApplication } from './applications/explain.ts';
import { getApplication } from './applications/get.ts';
import { setHold } from './applications/hold.ts';
import { listApplications } from './applications/list.ts';
import { streamLogs } from './applications/logs.ts';
import { previewApplication } from './applications/preview.ts';
import { refreshApplication } from './applications/refresh.ts';
import { getResource } from './applications/resource.ts';
import { resumeAutoSync } from './applications/resume.ts';
import { getTree } from './applications/tree.ts';
import { updateApplication } from './applications/update.ts';
import { applyObjects } from './apply/apply.ts';
import { createCluster } from './clusters/create.ts';
import { deleteCluster } from './clusters/delete.ts';
import { getCluster } from './clusters/get.ts';
import { listClusters } from './clusters/list.ts';
import { testCluster } from './clusters/test.ts';
import { updateCluster } from './clusters/update.ts';
import { getHome } from './home/get.ts';
import { getOperation } from './operations/get.ts';
import { listOperations } from './operations/list.ts';
import { terminateOperation } from './operations/terminate.ts';
import { approvePlan } from './plans/approve.ts';
import { buildPlan } from './plans/build.ts';
import { executePlan } from './plans/execute.ts';
import { getPlan } from './plans/get.ts';
import { listPlans } from './plans/list.ts';
import { rejectPlan } from './plans/reject.ts';
import { createProject } from './projects/create.ts';
import { deleteProject } from './projects/delete.ts';
import { getProject } from './projects/get.ts';
import { listProjects } from './projects/list.ts';
import { updateProject } from './projects/update.ts';
import { compareReleases } from './releases/compare.ts';
import { getRelease } from './releases/get.ts';
import { listReleases } from './releases/list.ts';
import { browseRepository } from './repositories/browse.ts';
import { createRepository } from './repositories/create.ts';
import { deleteRepository } from './repositories/delete.ts';
import { getRepository } from './repositories/get.ts';
import { listRepositories } from './repositories/list.ts';
import { listChartVersions } from './repositories/chart-versions.ts';
import { listCharts } from './repositories/charts.ts';
import { listRefs } from './repositories/refs.ts';
import { testRepository } from './repositories/test.ts';
import { updateRepository } from './repositories/update.ts';
import { search } from './search/search.ts';
import { changePassword } from './session/change-password.ts';
import { getSession } from './session/get.ts';
import { login } from './session/login.ts';
import { logout } from './session/logout.ts';
import { openStream } from './stream/open.ts';
import { setTopics } from './stream/set-topics.ts';
import { getSystem } from './system/get.ts';
import { createToken } from './tokens/create.ts';
import { deleteToken } from './tokens/delete.ts';
import { listTokens } from './tokens/list.ts';
import { createUser } from './users/create.ts';
import { deleteUser } from './users/delete.ts';
import { listUsers } from './users/list.ts';
import { updateUser } from './users/update.ts';
import { receiveWebhook } from './webhooks/receive.ts';

/** Every endpoint, one line each; a test compares with the folder and the contract. */
export const registry: readonly Endpoint[] = [
  login,
  logout,
  getSession,
  changePassword,
  listUsers,
  createUser,
  updateUser,
  deleteUser,
  listTokens,
  createToken,
  deleteToken,
  listProjects,
  getProject,
  createProject,
  updateProject,
  deleteProject,
  listRepositories,
  getRepository,
  createRepository,
  updateRepository,
  deleteRepository,
  testRepository,
  listRefs,
  listCharts,
  listChartVersions,
  browseRepository,
  listClusters,
  getCluster,
  createCluster,
  updateCluster,
  deleteCluster,
  testCluster,
  listApplications,
  createApplication,
  previewApplication,
  getApplication,
  updateApplication,
  deleteApplication,
  refreshApplication,
  getTree,
  getChanges,
  getResource,
  listEvents,
  streamLogs,
  explainApplication,
  setHold,
  resumeAutoSync,
  runAction,
  listReleases,
  getRelease,
  compareReleases,
  listPlans,
  buildPlan,
  getPlan,
  approvePlan,
  rejectPlan,
  executePlan,
  listOperations,
  getOperation,
  terminateOperation,
  applyObjects,
  getHome,
  search,
  listActivity,
  getSystem,
  openStream,
  setTopics,
  receiveWebhook,
];
