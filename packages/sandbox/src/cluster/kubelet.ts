import { KubeError, tolerate } from '../client/kube-client.ts';
import type { Transport } from '../client/transport.ts';
import type { Clock } from '../clock.ts';
import { equalJson, timestamp } from '../api/object.ts';
import { EventRecorder } from './event-recorder.ts';
import { follow } from './owned.ts';
import { durationMs, plan, type PodPlan } from './pod-plan.ts';
import { resources } from './resources.ts';
import { isPodFinished, type Pod } from './shapes.ts';
import { splitKey } from './work-queue.ts';
import { World } from './world.ts';

/** Delays readiness of a Pod by a duration such as `2s`. */
const READY_AFTER = 'sandbox.bowline.dev/ready-after';

export interface KubeletOptions {
  transport: Transport;
  clock: Clock;
  nodeName?: string;
}

export interface Kubelet {
  readonly isIdle: boolean;
  stop(): void;
}

/**
 * Stands in for scheduler and kubelet: an ordinary API client that registers a Node, binds pending Pods to it and
 * writes the status their images and commands ask for. Works against any Kubernetes API without nodes of its own.
 */
export async function startKubelet(options: KubeletOptions): Promise<Kubelet> {
  const { transport, clock, nodeName = 'sandbox' } = options;
  const world = new World(transport, clock, 'kubelet');
  await registerNode(world, nodeName);
  const pods = world.mirror<Pod>(resources.pods);
  const recorder = new EventRecorder(world.client, clock, nodeName);
  const queue = world.queue(async (key) => {
    const { namespace, name } = splitKey(key);
    const pod = pods.get(namespace, name);
    if (pod) await runPod({ world, pod, nodeName, recorder, again: (ms) => queue.addAfter(key, ms) });
  });
  follow(pods, queue);
  await world.start();
  return {
    get isIdle() {
      return world.isIdle;
    },
    stop: () => world.stop(),
  };
}

interface Run {
  world: World;
  pod: Pod;
  nodeName: string;
  recorder: EventRecorder;
  again: (delayMs: number) => void;
}

async function runPod(run: Run): Promise<void> {
  const { world, pod, nodeName, recorder } = run;
  const { namespace, name, uid } = pod.metadata;
  if (pod.metadata.deletionTimestamp) {
    if (pod.spec.nodeName === nodeName) {
      await world.client.delete(
        resources.pods,
        { namespace, name },
        { gracePeriodSeconds: 0, preconditions: { uid } },
      );
    }
    return;
  }
  if (!pod.spec.nodeName) {
    await bind(run);
    return;
  }
  if (pod.spec.nodeName !== nodeName || isPodFinished(pod)) return;
  const waitMs = readyInMs(pod, world.clock.now());
  const next = plan(pod, { nowText: timestamp(world.clock.now()), isHeldBack: waitMs > 0 });
  if (waitMs > 0) run.again(waitMs);
  if (equalJson(pod.status, next.status)) return;
  const written = await tolerate([404], () =>
    world.client.update(resources.pods, { ...pod, status: next.status }, 'status'),
  );
  if (written) await report(recorder, pod, next);
}

async function bind({ world, pod, nodeName, recorder }: Run): Promise<void> {
  const { namespace, name } = pod.metadata;
  const binding = {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name, namespace },
    target: { apiVersion: 'v1', kind: 'Node', name: nodeName },
  };
  // 409: bound meanwhile, 404: gone meanwhile.
  const bound = await tolerate([404, 409], () =>
    world.client.create(
      resources.pods,
      binding,
      namespace,
      `/api/v1/namespaces/${namespace}/pods/${name}/binding`,
    ),
  );
  if (bound) {
    await recorder.record(pod, {
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${namespace}/${name} to ${nodeName}`,
    });
  }
}

async function report(recorder: EventRecorder, pod: Pod, next: PodPlan): Promise<void> {
  for (const event of next.events) await recorder.record(pod, event);
}

function readyInMs(pod: Pod, now: number): number {
  const delay = durationMs(pod.metadata.annotations?.[READY_AFTER]);
  return delay === 0 ? 0 : Date.parse(pod.metadata.creationTimestamp ?? '') + delay - now;
}

async function registerNode(world: World, name: string): Promise<void> {
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' },
    },
  };
  try {
    await world.client.create(resources.nodes, node);
  } catch (error) {
    if (!(error instanceof KubeError) || error.code !== 409) throw error;
  }
  const now = timestamp(world.clock.now());
  const capacity = { cpu: '8', memory: '32Gi', pods: '10000', 'ephemeral-storage': '100Gi' };
  const status = {
    capacity,
    allocatable: capacity,
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        reason: 'KubeletReady',
        message: 'kubelet is posting ready status',
        lastHeartbeatTime: now,
        lastTransitionTime: now,
      },
    ],
    addresses: [
      { type: 'InternalIP', address: '10.0.0.1' },
      { type: 'Hostname', address: name },
    ],
    nodeInfo: {
      architecture: 'amd64',
      operatingSystem: 'linux',
      kubeletVersion: 'v1.36.3',
      kubeProxyVersion: 'v1.36.3',
      containerRuntimeVersion: 'none://1.0.0',
      kernelVersion: 'none',
      osImage: 'none',
      machineID: name,
      systemUUID: name,
      bootID: name,
    },
  };
  await world.client.patch(resources.nodes, { name }, { status }, 'status');
  // A node controller marks new Nodes not-ready until it has seen the condition above; nobody here evicts.
  await world.client.patch(resources.nodes, { name }, { spec: { taints: null } });
}
