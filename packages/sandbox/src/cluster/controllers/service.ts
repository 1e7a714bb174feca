import { equalJson, type KubeObject } from '../../api/object.ts';
import { tolerate } from '../../client/kube-client.ts';
import { follow } from '../owned.ts';
import { resources } from '../resources.ts';
import {
  controllerOf,
  isPodActive,
  isPodReady,
  type Pod,
  type Service,
  type ServicePort,
} from '../shapes.ts';
import { splitKey } from '../work-queue.ts';
import type { World } from '../world.ts';

/** Gives Services their Endpoints and EndpointSlice, and load balancers an address. */
export function serviceController(world: World): void {
  const services = world.mirror<Service>(resources.services);
  const pods = world.mirror<Pod>(resources.pods);
  const endpoints = world.mirror(resources.endpoints);
  const slices = world.mirror(resources.endpointSlices);
  const queue = world.queue(async (key) => {
    const { namespace, name } = splitKey(key);
    const service = services.get(namespace, name);
    if (!service) {
      await world.client.delete(resources.endpoints, { namespace, name });
      return;
    }
    if (service.metadata.deletionTimestamp) return;
    await balance(world, service);
    if (!service.spec.selector || Object.keys(service.spec.selector).length === 0) return;
    const backends = pods
      .in(namespace)
      .filter((pod) => isPodActive(pod) && pod.status?.podIP && selects(service, pod));
    await write(world, endpoints.get(namespace, name), endpointsOf(service, backends), resources.endpoints);
    await write(
      world,
      slices.get(namespace, `${name}-sandbox`),
      sliceOf(service, backends),
      resources.endpointSlices,
    );
  });
  follow(services, queue);
  pods.onChange((pod) => {
    for (const service of services.in(pod.metadata.namespace ?? '')) {
      if (selects(service, pod as Pod)) queue.add(`${service.metadata.namespace}/${service.metadata.name}`);
    }
  });
}

function selects({ spec }: Service, pod: Pod): boolean {
  const entries = Object.entries(spec.selector ?? {});
  return entries.length > 0 && entries.every(([key, value]) => pod.metadata.labels?.[key] === value);
}

async function balance(world: World, service: Service): Promise<void> {
  if (service.spec.type !== 'LoadBalancer' || service.status?.loadBalancer?.ingress?.length) return;
  const ip = (service.spec.clusterIP ?? '').replace(/^10\.96\./, '192.168.');
  const status = { loadBalancer: { ingress: [{ ip, ipMode: 'VIP' }] } };
  await tolerate([404], () => world.client.update(resources.services, { ...service, status }, 'status'));
}

/** The number a target port means in a Pod; undefined where the Pod has no port of that name. */
function portIn(pod: Pod, port: ServicePort): number | undefined {
  if (typeof port.targetPort === 'number') return port.targetPort;
  const ports = pod.spec.containers.flatMap((container) => container.ports ?? []);
  return ports.find((one) => one.name === port.targetPort)?.containerPort;
}

function target(pod: Pod) {
  const { namespace, name, uid } = pod.metadata;
  return { kind: 'Pod', namespace, name, uid };
}

function endpointsOf(service: Service, pods: Pod[]): KubeObject {
  const address = (pod: Pod) => ({
    ip: pod.status?.podIP,
    nodeName: pod.spec.nodeName,
    targetRef: target(pod),
  });
  const ready = pods.filter(isPodReady).map(address);
  const notReady = pods.filter((pod) => !isPodReady(pod)).map(address);
  const [first] = pods;
  const ports = first ? portsOf(service, first) : [];
  const subsets =
    pods.length === 0
      ? undefined
      : [
          {
            ...(ready.length > 0 ? { addresses: ready } : {}),
            ...(notReady.length > 0 ? { notReadyAddresses: notReady } : {}),
            ...(ports.length > 0 ? { ports } : {}),
          },
        ];
  const { name, namespace, labels } = service.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {
      name,
      namespace,
      labels: { ...labels, 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' },
    },
    ...(subsets ? { subsets } : {}),
  };
}

function sliceOf(service: Service, pods: Pod[]): KubeObject {
  const { name, namespace } = service.metadata;
  const [first] = pods;
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${name}-sandbox`,
      namespace,
      labels: {
        'kubernetes.io/service-name': name,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
      ownerReferences: [controllerOf({ ...service, apiVersion: 'v1', kind: 'Service' })],
    },
    addressType: 'IPv4',
    endpoints: pods.map((pod) => ({
      addresses: [pod.status?.podIP],
      conditions: { ready: isPodReady(pod), serving: isPodReady(pod), terminating: false },
      nodeName: pod.spec.nodeName,
      targetRef: target(pod),
    })),
    ports: first ? portsOf(service, first) : [],
  };
}

function portsOf(service: Service, pod: Pod) {
  return (service.spec.ports ?? []).flatMap((port) => {
    const number = portIn(pod, port);
    return number === undefined
      ? []
      : [{ name: port.name ?? '', port: number, protocol: port.protocol ?? 'TCP' }];
  });
}

async function write(
  world: World,
  before: KubeObject | undefined,
  wanted: KubeObject,
  resource: (typeof resources)['endpoints'],
): Promise<void> {
  const { namespace } = wanted.metadata;
  if (!before) {
    await tolerate([403, 404, 409], () => world.client.create(resource, wanted, namespace));
    return;
  }
  const next = { ...before, ...wanted, metadata: { ...before.metadata, ...wanted.metadata } };
  if (!('subsets' in wanted)) delete (next as KubeObject).subsets;
  if (equalJson(next, before)) return;
  await tolerate([404], () => world.client.update(resource, next));
}
