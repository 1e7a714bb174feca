import type { KubeObject } from '../api/object.ts';
import { timestamp } from '../api/object.ts';
import { type KubeClient, tolerate } from '../client/kube-client.ts';
import type { Clock } from '../clock.ts';
import { hashOf } from './pods-of.ts';
import { resources } from './resources.ts';

export interface EventText {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
}

/** Writes core/v1 Events; the same event of the same object raises its count instead of a second object. */
export class EventRecorder {
  readonly #client: KubeClient;
  readonly #clock: Clock;
  readonly #host: string;

  constructor(client: KubeClient, clock: Clock, host: string) {
    this.#client = client;
    this.#clock = clock;
    this.#host = host;
  }

  async record(about: KubeObject, { type, reason, message }: EventText): Promise<void> {
    const { namespace = 'default', name, uid, resourceVersion } = about.metadata;
    const eventName = `${name}.${hashOf([uid, type, reason, message])}`;
    const now = timestamp(this.#clock.now());
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: eventName, namespace },
      involvedObject: {
        apiVersion: about.apiVersion,
        kind: about.kind,
        namespace,
        name,
        uid,
        resourceVersion,
      },
      type,
      reason,
      message,
      source: { component: 'kubelet', host: this.#host },
      reportingComponent: 'kubelet',
      reportingInstance: this.#host,
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
    };
    const created = await tolerate([403, 404, 409], () =>
      this.#client.create(resources.events, event, namespace),
    );
    if (created) return;
    const before = await tolerate([404], () =>
      this.#client.get<KubeObject & { count?: number }>(resources.events, namespace, eventName),
    );
    if (!before) return;
    await tolerate([404], () =>
      this.#client.patch(
        resources.events,
        { namespace, name: eventName },
        { count: (before.count ?? 1) + 1, lastTimestamp: now },
      ),
    );
  }
}
