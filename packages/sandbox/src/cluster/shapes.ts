import type { KubeObject, ObjectMeta } from '../api/object.ts';

/** The parts of built-in kinds that the controllers read and write. */
export interface Container {
  name: string;
  image: string;
  command?: string[];
  args?: string[];
  ports?: { name?: string; containerPort: number; protocol?: string }[];
  [field: string]: unknown;
}

export interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  nodeName?: string;
  restartPolicy?: string;
  terminationGracePeriodSeconds?: number;
  volumes?: { name: string; persistentVolumeClaim?: { claimName: string }; [field: string]: unknown }[];
  [field: string]: unknown;
}

export interface PodTemplate {
  metadata?: Partial<ObjectMeta>;
  spec: PodSpec;
}

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  lastUpdateTime?: string;
  observedGeneration?: number;
}

export interface ContainerStatus {
  name: string;
  image: string;
  imageID: string;
  ready: boolean;
  started: boolean;
  restartCount: number;
  containerID?: string;
  state: Record<string, unknown>;
  lastState: Record<string, unknown>;
}

export interface PodStatus {
  phase?: string;
  conditions?: Condition[];
  containerStatuses?: ContainerStatus[];
  initContainerStatuses?: ContainerStatus[];
  podIP?: string;
  startTime?: string;
  [field: string]: unknown;
}

export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: unknown[];
}

export type Pod = KubeObject & { spec: PodSpec; status?: PodStatus };

export type ReplicaSet = KubeObject & {
  spec: { replicas: number; minReadySeconds?: number; selector: LabelSelector; template: PodTemplate };
  status?: {
    replicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
    observedGeneration?: number;
  };
};

export type Deployment = KubeObject & {
  spec: {
    replicas: number;
    selector: LabelSelector;
    template: PodTemplate;
    strategy: {
      type: string;
      rollingUpdate?: { maxSurge?: number | string; maxUnavailable?: number | string };
    };
    paused?: boolean;
    progressDeadlineSeconds?: number;
    revisionHistoryLimit?: number;
    minReadySeconds?: number;
  };
  status?: { conditions?: Condition[]; collisionCount?: number; [field: string]: unknown };
};

export type StatefulSet = KubeObject & {
  spec: {
    replicas: number;
    selector: LabelSelector;
    serviceName?: string;
    template: PodTemplate;
    volumeClaimTemplates?: KubeObject[];
    podManagementPolicy?: string;
    updateStrategy?: { type?: string; rollingUpdate?: { partition?: number } };
  };
};

export type DaemonSet = KubeObject & {
  spec: { selector: LabelSelector; template: PodTemplate; updateStrategy?: { type?: string } };
};

export type Job = KubeObject & {
  spec: {
    parallelism?: number;
    completions?: number;
    backoffLimit?: number;
    suspend?: boolean;
    ttlSecondsAfterFinished?: number;
    activeDeadlineSeconds?: number;
    selector: LabelSelector;
    template: PodTemplate;
  };
  status?: {
    conditions?: Condition[];
    startTime?: string;
    completionTime?: string;
    [field: string]: unknown;
  };
};

export type CronJob = KubeObject & {
  spec: {
    schedule: string;
    suspend?: boolean;
    successfulJobsHistoryLimit?: number;
    failedJobsHistoryLimit?: number;
    concurrencyPolicy?: string;
    jobTemplate: { metadata?: Partial<ObjectMeta>; spec: Job['spec'] };
  };
  status?: { lastScheduleTime?: string; active?: unknown[] };
};

export interface ServicePort {
  name?: string;
  protocol?: string;
  port: number;
  targetPort?: number | string;
  nodePort?: number;
  appProtocol?: string;
}

export type Service = KubeObject & {
  spec: {
    type?: string;
    selector?: Record<string, string>;
    ports?: ServicePort[];
    clusterIP?: string;
    clusterIPs?: string[];
    [field: string]: unknown;
  };
  status?: { loadBalancer?: { ingress?: { ip?: string }[] } };
};

export function isPodReady(pod: Pod): boolean {
  return pod.status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') ?? false;
}

export function isPodFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Neither finished nor being deleted. */
export function isPodActive(pod: Pod): boolean {
  return !isPodFinished(pod) && !pod.metadata.deletionTimestamp;
}

/** Conditions with this one set; lastTransitionTime moves only when the status changes. */
export function withCondition(
  conditions: Condition[] | undefined,
  condition: Condition,
  now: string,
): Condition[] {
  const old = conditions?.find((one) => one.type === condition.type);
  const lastTransitionTime = old && old.status === condition.status ? old.lastTransitionTime : now;
  const others = (conditions ?? []).filter((one) => one.type !== condition.type);
  return [...others, { ...condition, lastTransitionTime }];
}

/** The reference that makes `owner` the controller of an object. */
export function controllerOf(owner: KubeObject) {
  const { apiVersion, kind, metadata } = owner;
  return {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  return (
    object.metadata.ownerReferences?.some((one) => one.controller && one.uid === owner.metadata.uid) ?? false
  );
}
