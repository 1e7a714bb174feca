import type { KubeObject } from './object.ts';
import { json, type Reply, storedText } from './request.ts';
import { apiVersionOf, type ResourceType } from './resource-type.ts';
import type { Stored } from './store.ts';

const META = 'meta.k8s.io/v1';

/** How objects go out: in one served version, whole or as PartialObjectMetadata. */
export class Representation {
  readonly #apiVersion: string;
  readonly #type: ResourceType;
  readonly #isPartial: boolean;
  readonly #header: string;

  constructor(type: ResourceType, version: string, accept: string) {
    this.#apiVersion = apiVersionOf(type.group, version);
    this.#type = type;
    this.#isPartial = prefersPartial(accept);
    this.#header = `{"kind":${JSON.stringify(type.kind)},"apiVersion":${JSON.stringify(this.#apiVersion)},`;
  }

  value(object: KubeObject): unknown {
    if (this.#isPartial)
      return { kind: 'PartialObjectMetadata', apiVersion: META, metadata: object.metadata };
    return object.apiVersion === this.#apiVersion ? object : { ...object, apiVersion: this.#apiVersion };
  }

  text(stored: Stored): string {
    if (this.#isPartial) return JSON.stringify(this.value(stored.object));
    return this.#header + storedText(stored).slice(1);
  }

  /** As in a list: built-in kinds leave out apiVersion and kind there. */
  itemText(stored: Stored): string {
    return this.#isPartial || this.#type.custom ? this.text(stored) : storedText(stored);
  }

  reply(status: number, stored: Stored, warnings: string[] = []): Reply {
    return {
      status,
      warnings,
      body: { kind: 'json', value: () => this.value(stored.object), text: () => this.text(stored) },
    };
  }

  listReply(items: Stored[], metadata: Record<string, unknown>): Reply {
    const head = this.#isPartial
      ? { kind: 'PartialObjectMetadataList', apiVersion: META, metadata }
      : { kind: this.#type.listKind, apiVersion: this.#apiVersion, metadata };
    return {
      status: 200,
      warnings: [],
      body: {
        kind: 'json',
        value: () => ({ ...head, items: items.map((item) => this.value(item.object)) }),
        text: () =>
          `${JSON.stringify(head).slice(0, -1)},"items":[${items.map((item) => this.itemText(item)).join(',')}]}`,
      },
    };
  }

  /** A bookmark carries nothing but kind and resourceVersion. */
  bookmark(revision: number, annotations?: Record<string, string>): unknown {
    const metadata = {
      resourceVersion: String(revision),
      creationTimestamp: null,
      ...(annotations ? { annotations } : {}),
    };
    if (this.#isPartial) return { kind: 'PartialObjectMetadata', apiVersion: META, metadata };
    return { kind: this.#type.kind, apiVersion: this.#apiVersion, metadata };
  }
}

function prefersPartial(accept: string): boolean {
  const first = accept.split(',').find((part) => part.includes('json') || part.includes('*/*')) ?? '';
  return /as=PartialObjectMetadata(List)?/.test(first);
}

/** A `Status` of success, as deletions answer. */
export function success(details: Record<string, unknown>): Reply {
  return json(200, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details });
}
