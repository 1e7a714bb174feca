import { formatApiVersion } from '../../core/resource-key.ts';
import type { OpenApiDocument } from '../../core/schema/openapi.ts';
import { schemasFromOpenApiV3 } from '../../core/schema/openapi.ts';
import type { Schema } from '../../core/schema/types.ts';
import type { GroupVersionKind } from '../../core/model.ts';
import type { KubeResult } from '../../ports/kube.ts';
import type { Clock } from '../../ports/time.ts';
import type { Transport } from './transport.ts';

type Index = { paths?: Record<string, { serverRelativeURL?: string }> };
type Lookup = (gvk: GroupVersionKind) => Schema | undefined;

const indexAgeMsMax = 30_000;
/** A schema that is not listed is looked for again at most this often: its CRD may be a second old. */
const missAgeMsMin = 1_000;

/** Schemas of one cluster from its OpenAPI v3 documents, one per group version, kept until their hash changes. */
export class Schemas {
  private readonly transport: Transport;
  private readonly clock: Clock;
  private index: { value: Promise<KubeResult<Index>>; atMs: number } | undefined;
  private readonly documents = new Map<string, { url: string; lookup: Promise<KubeResult<Lookup>> }>();

  constructor(transport: Transport, clock: Clock) {
    this.transport = transport;
    this.clock = clock;
  }

  /** undefined: the server serves the kind without a schema, or not at all. */
  async of(gvk: GroupVersionKind): Promise<KubeResult<Schema | undefined>> {
    const root = gvk.group === '' ? `api/${gvk.version}` : `apis/${formatApiVersion(gvk)}`;
    const isListed = (found: KubeResult<Index>): boolean =>
      found.ok && Object.hasOwn(found.value.paths ?? {}, root);
    let index = await this.fetchIndex(indexAgeMsMax);
    if (!isListed(index)) index = await this.fetchIndex(missAgeMsMin);
    // Servers before 1.24 have no OpenAPI v3: comparing then works without schemas.
    if (!index.ok)
      return index.code === 'object_not_found' ? { ok: true, value: undefined, warnings: [] } : index;
    const paths = index.value.paths ?? {};
    const url = Object.hasOwn(paths, root) ? paths[root]?.serverRelativeURL : undefined;
    if (url === undefined || !url.startsWith('/')) return { ok: true, value: undefined, warnings: [] };
    let entry = this.documents.get(root);
    if (entry?.url !== url) {
      entry = { url, lookup: this.fetchDocument(url) };
      this.documents.set(root, entry);
    }
    const lookup = await entry.lookup;
    if (!lookup.ok) {
      this.documents.delete(root);
      return lookup;
    }
    return { ok: true, value: lookup.value(gvk), warnings: [] };
  }

  /** Forgets the index, so that a changed CRD is seen at once. */
  expire(): void {
    this.index = undefined;
  }

  private async fetchIndex(ageMsMax: number): Promise<KubeResult<Index>> {
    const nowMs = this.clock.monotonicMs();
    if (this.index === undefined || nowMs - this.index.atMs > ageMsMax) {
      const call = {
        method: 'GET' as const,
        path: '/openapi/v3',
        what: 'read the schema index',
        isSecret: false,
      };
      this.index = { value: this.transport.json<Index>(call), atMs: nowMs };
    }
    const current = this.index;
    const index = await current.value;
    if (!index.ok && this.index === current) this.index = undefined;
    return index;
  }

  private async fetchDocument(url: string): Promise<KubeResult<Lookup>> {
    const [path = '', query = ''] = url.split('?');
    const document = await this.transport.json<OpenApiDocument>({
      method: 'GET',
      path,
      query: Object.fromEntries(new URLSearchParams(query)),
      what: 'read a schema',
      isSecret: false,
    });
    if (!document.ok) return document;
    return { ok: true, value: schemasFromOpenApiV3(document.value), warnings: [] };
  }
}
