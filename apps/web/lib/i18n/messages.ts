import enApps from '../../messages/en/apps.json' with { type: 'json' };
import enApprovals from '../../messages/en/approvals.json' with { type: 'json' };
import enAuth from '../../messages/en/auth.json' with { type: 'json' };
import enCommon from '../../messages/en/common.json' with { type: 'json' };
import enHome from '../../messages/en/home.json' with { type: 'json' };
import enShell from '../../messages/en/shell.json' with { type: 'json' };
import enStatus from '../../messages/en/status.json' with { type: 'json' };
import enTerms from '../../messages/en/terms.json' with { type: 'json' };
import enPlan from '../../messages/en/plan.json' with { type: 'json' };
import enApplication from '../../messages/en/application.json' with { type: 'json' };
import enResources from '../../messages/en/resources.json' with { type: 'json' };
import enOperation from '../../messages/en/operation.json' with { type: 'json' };
import enGraph from '../../messages/en/graph.json' with { type: 'json' };
import enHistory from '../../messages/en/history.json' with { type: 'json' };
import enChanges from '../../messages/en/changes.json' with { type: 'json' };
import enCreate from '../../messages/en/create.json' with { type: 'json' };
import enRegistry from '../../messages/en/registry.json' with { type: 'json' };
import enActivity from '../../messages/en/activity.json' with { type: 'json' };
import enAccount from '../../messages/en/account.json' with { type: 'json' };
import enPermissions from '../../messages/en/permissions.json' with { type: 'json' };
import koApps from '../../messages/ko/apps.json' with { type: 'json' };
import koApprovals from '../../messages/ko/approvals.json' with { type: 'json' };
import koAuth from '../../messages/ko/auth.json' with { type: 'json' };
import koCommon from '../../messages/ko/common.json' with { type: 'json' };
import koHome from '../../messages/ko/home.json' with { type: 'json' };
import koShell from '../../messages/ko/shell.json' with { type: 'json' };
import koStatus from '../../messages/ko/status.json' with { type: 'json' };
import koTerms from '../../messages/ko/terms.json' with { type: 'json' };
import koPlan from '../../messages/ko/plan.json' with { type: 'json' };
import koApplication from '../../messages/ko/application.json' with { type: 'json' };
import koResources from '../../messages/ko/resources.json' with { type: 'json' };
import koOperation from '../../messages/ko/operation.json' with { type: 'json' };
import koGraph from '../../messages/ko/graph.json' with { type: 'json' };
import koHistory from '../../messages/ko/history.json' with { type: 'json' };
import koChanges from '../../messages/ko/changes.json' with { type: 'json' };
import koCreate from '../../messages/ko/create.json' with { type: 'json' };
import koRegistry from '../../messages/ko/registry.json' with { type: 'json' };
import koActivity from '../../messages/ko/activity.json' with { type: 'json' };
import koAccount from '../../messages/ko/account.json' with { type: 'json' };
import koPermissions from '../../messages/ko/permissions.json' with { type: 'json' };
import type { Locale } from '../preferences/preferences.ts';

/* One line per feature and language; the parity test compares keys and arguments. */
const en = {
  apps: enApps,
  approvals: enApprovals,
  auth: enAuth,
  common: enCommon,
  home: enHome,
  shell: enShell,
  status: enStatus,
  terms: enTerms,
  plan: enPlan,
  application: enApplication,
  resources: enResources,
  operation: enOperation,
  graph: enGraph,
  history: enHistory,
  changes: enChanges,
  create: enCreate,
  registry: enRegistry,
  activity: enActivity,
  account: enAccount,
  permissions: enPermissions,
};

export type Messages = typeof en;

const ko: Messages = {
  apps: koApps,
  approvals: koApprovals,
  auth: koAuth,
  common: koCommon,
  home: koHome,
  shell: koShell,
  status: koStatus,
  terms: koTerms,
  plan: koPlan,
  application: koApplication,
  resources: koResources,
  operation: koOperation,
  graph: koGraph,
  history: koHistory,
  changes: koChanges,
  create: koCreate,
  registry: koRegistry,
  activity: koActivity,
  account: koAccount,
  permissions: koPermissions,
};

/** All messages of one language, by feature. */
export const messages: Record<Locale, Messages> = { en, ko };
