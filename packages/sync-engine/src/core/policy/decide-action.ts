import type {
  Actor,
  ApplicationSpec,
  Decision,
  DecisionReason,
  Hold,
  ProjectSpec,
  ResourceKey,
} from '../model.ts';
import { deletingReason } from './deleting-reason.ts';
import { checkClusterOwner, checkMembership, checkObjects } from './project-rules.ts';
import { evaluateWindows } from './windows.ts';

export type ActionInput = {
  /** restart, scale, delete, run, suspend, resume … */
  action: string;
  keys: ResourceKey[];
  project: { name: string; spec: ProjectSpec };
  application: {
    name: string;
    spec: ApplicationSpec;
    isDeleting: boolean;
    hold?: Hold | null;
    /** Registered name of the destination cluster. */
    cluster: string;
    /** Those of the Application, which windows may select by. */
    labels: Record<string, string>;
    clusterServer?: string;
    clusterProject?: string | null;
  };
  requestedBy: Actor;
  now: Date;
};

/**
 * The gate for runtime Actions: the Project's rules for every target, its deny windows, and for deletions its budget. An
 * allow window speaks of syncs only, so an Application can be restarted outside of it.
 */
export function decideAction(input: ActionInput): Decision {
  const refusals = [...targetReasons(input), ...projectReasons(input)];
  if (refusals.length > 0) return { kind: 'refuse', reasons: refusals };
  const windows = windowReasons(input);
  if (windows.length > 0) {
    const nextAt = windows.find((reason) => reason.nextAt !== undefined)?.nextAt;
    return { kind: 'wait', reasons: windows, ...(nextAt === undefined ? {} : { nextAt }) };
  }
  return {
    kind: 'run',
    reasons: [{ code: 'allowed', message: `${input.action} by ${input.requestedBy.name}.` }],
  };
}

function targetReasons({ action, keys, application, project }: ActionInput): DecisionReason[] {
  const reasons: DecisionReason[] = [];
  if (keys.length === 0) {
    reasons.push({
      code: 'action_no_target',
      message: 'The action names no object.',
      owner: 'whoever asks: name an object',
    });
  }
  if (application.isDeleting) reasons.push(deletingReason);
  const budget = project.spec.guards?.deletionsMax;
  if (action === 'delete' && budget !== undefined && keys.length > budget) {
    reasons.push({
      code: 'deletion_budget',
      message: `${keys.length} objects at once are more than the ${budget} that the project allows.`,
      owner: 'a project administrator',
    });
  }
  return reasons;
}

function projectReasons({ keys, application, project }: ActionInput): DecisionReason[] {
  const { cluster: name, clusterServer: server = '', clusterProject = null } = application;
  const cluster = { name, server, project: clusterProject };
  const objects = keys.map((key) => ({ key, isNamespaced: key.namespace !== '' }));
  return [
    ...checkMembership(project, application),
    ...checkClusterOwner(project, cluster),
    ...checkObjects(project, cluster, objects),
  ];
}

function windowReasons({ application, project, now }: ActionInput): DecisionReason[] {
  const denies = (project.spec.syncWindows ?? []).filter((window) => window.kind === 'deny');
  const verdict = evaluateWindows({
    windows: denies,
    application: {
      name: application.name,
      cluster: application.cluster,
      namespace: application.spec.destination.namespace,
      labels: application.labels,
      ...(application.clusterServer === undefined ? {} : { clusterServer: application.clusterServer }),
    },
    now,
  });
  return verdict.reasonsFor.manual;
}
