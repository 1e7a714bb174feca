import { type Cause, invalidField } from '../api/errors.ts';
import type { KubeObject } from '../api/object.ts';
import type { Strategy, StrategyContext } from '../api/resource-type.ts';
import type { Service } from './shapes.ts';

const NODE_PORT_MIN = 30_000;
const NODE_PORT_MAX = 32_767;

/** Allocates cluster addresses and node ports, and refuses to move them. */
export const serviceStrategy: Strategy = {
  prepareCreate(draft, context) {
    allocate(draft as Service, undefined, context);
    draft.status = { loadBalancer: {} };
  },
  prepareUpdate(draft, old, context) {
    allocate(draft as Service, old as Service, context);
  },
  validate: (object, old, context) => [
    ...portCauses(object as Service),
    ...(old ? addressCauses(object as Service, old as Service) : takenCauses(object as Service, context)),
  ],
};

function allocate(draft: Service, old: Service | undefined, context: StrategyContext): void {
  const { spec } = draft;
  if (spec.type === 'ExternalName') return;
  spec.ipFamilies ??= ['IPv4'];
  spec.ipFamilyPolicy ??= 'SingleStack';
  if (!spec.clusterIP) spec.clusterIP = old?.spec.clusterIP || freeAddress(context);
  spec.clusterIPs = [spec.clusterIP];
  if (spec.type !== 'NodePort' && spec.type !== 'LoadBalancer') {
    for (const port of spec.ports ?? []) delete port.nodePort;
    return;
  }
  const taken = new Set(
    services(context).flatMap((one) => (one.spec.ports ?? []).map((port) => port.nodePort)),
  );
  for (const port of spec.ports ?? []) {
    if (port.nodePort) continue;
    const before = old?.spec.ports?.find((one) => one.port === port.port && one.protocol === port.protocol);
    port.nodePort = before?.nodePort ?? freeNodePort(taken);
    taken.add(port.nodePort);
  }
}

function services(context: StrategyContext): Service[] {
  return context.list('/services') as readonly KubeObject[] as Service[];
}

function freeAddress(context: StrategyContext): string {
  const taken = new Set(services(context).map((one) => one.spec.clusterIP));
  for (let at = 2; at < 65_534; at++) {
    const address = `10.96.${at >> 8}.${at & 255}`;
    if (!taken.has(address)) return address;
  }
  return '';
}

function freeNodePort(taken: Set<number | undefined>): number {
  for (let port = NODE_PORT_MIN; port <= NODE_PORT_MAX; port++) if (!taken.has(port)) return port;
  return 0;
}

function portCauses({ spec }: Service): Cause[] {
  if ((spec.ports ?? []).length === 0 && spec.type !== 'ExternalName' && spec.clusterIP !== 'None') {
    return [{ reason: 'FieldValueRequired', message: 'Required value', field: 'spec.ports' }];
  }
  const seen = new Set<string>();
  return (spec.ports ?? []).flatMap((port, index): Cause[] => {
    const causes: Cause[] = [];
    const field = `spec.ports[${index}]`;
    if (!(port.port >= 1 && port.port <= 65_535)) {
      causes.push(invalidField(`${field}.port`, port.port, 'must be between 1 and 65535, inclusive'));
    }
    if ((spec.ports ?? []).length > 1 && !port.name) {
      causes.push({ reason: 'FieldValueRequired', message: 'Required value', field: `${field}.name` });
    }
    const id = `${port.port}/${port.protocol}`;
    if (seen.has(id))
      causes.push({ reason: 'FieldValueDuplicate', message: `Duplicate value: ${id}`, field });
    seen.add(id);
    return causes;
  });
}

function takenCauses({ spec, metadata }: Service, context: StrategyContext): Cause[] {
  // An object of the same name is a conflict of names, which says more than one of addresses.
  const others = services(context).filter(
    (one) =>
      one.metadata.uid !== metadata.uid &&
      (one.metadata.name !== metadata.name || one.metadata.namespace !== metadata.namespace),
  );
  if (
    spec.clusterIP &&
    spec.clusterIP !== 'None' &&
    others.some((one) => one.spec.clusterIP === spec.clusterIP)
  ) {
    return [
      invalidField(
        'spec.clusterIPs',
        [spec.clusterIP],
        'failed to allocate IP: provided IP is already allocated',
      ),
    ];
  }
  return [];
}

function addressCauses(service: Service, old: Service): Cause[] {
  const before = old.spec.clusterIP;
  if (!before || service.spec.type === 'ExternalName' || service.spec.clusterIP === before) return [];
  return [invalidField('spec.clusterIPs[0]', service.spec.clusterIP, 'may not change once set')];
}
