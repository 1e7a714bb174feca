import { type ApiAnswer, applyAt, callApi } from '../../../../../../tools/control-plane/api.ts';
import type { ControlPlane } from '../../../../../../tools/control-plane/start.ts';
import type { KubeObject } from '../../model.ts';
import type { JsonObject, Schema } from '../../schema/types.ts';
import { fieldManager } from '../writers.ts';
import { editOnce } from './edits.ts';
import type { Random } from './random.ts';

type Server = Pick<ControlPlane, 'url' | 'token' | 'caPem'>;

/** Who made the live object: Bowline, `kubectl apply` on the client, `kubectl create`, or a tool that writes with PUT. */
export const origins = ['bowline', 'kubectl-apply', 'kubectl-create', 'helm'] as const;
export type Origin = (typeof origins)[number];

export type PairKind = { title: string; collection: string; schema: Schema; object: JsonObject };

/** A manifest that was applied, the live object that came of it, another manifest, and what applying that would make of it. */
export type Pair = {
  origin: Origin;
  /** Compared without the manifest that was applied. */
  isBaseLost: boolean;
  base: KubeObject;
  /** As the server answered the create, before anybody edited. */
  created: KubeObject;
  live: KubeObject;
  desired: KubeObject;
  predicted: KubeObject;
  edits: string[];
};

/** Makes one pair on the server; undefined where the server took none of it. */
export async function makePair(
  server: Server,
  kind: PairKind,
  random: Random,
  serial: number,
): Promise<Pair | undefined> {
  const edits: string[] = [];
  const named = withName(kind.object, serial);
  const at = `${kind.collection}/${nameOf(named)}`;
  const base = await edited(
    { kind, random, object: named, edits, label: 'base', count: random.below(5) },
    (object) =>
      callApi(server, `${kind.collection}?dryRun=All&fieldValidation=Strict`, {
        method: 'POST',
        body: object,
      }),
  );
  const origin = random.pick(origins);
  const answer = await create(server, { at, collection: kind.collection, object: base, origin });
  if (answer.status !== 201) return undefined;
  const created = answer.body as unknown as KubeObject;
  const isEdited = random.chance(0.4);
  const edit = (object: JsonObject) =>
    callApi(server, `${at}?fieldManager=kubectl-edit&fieldValidation=Strict`, {
      method: 'PUT',
      body: object,
    });
  if (isEdited) {
    const current = async (): Promise<JsonObject> => (await callApi(server, at)).body;
    for (let i = random.below(3); i >= 0; i--) {
      const next = editOnce(random, kind.schema, await current());
      if ((await edit(next.object)).status === 200) edits.push(`edited: ${next.edit}`);
    }
  }
  const live = (await callApi(server, at)).body as unknown as KubeObject;
  let predicted: ApiAnswer | undefined;
  const dryApply = async (object: JsonObject): Promise<ApiAnswer> => {
    const result = await applyAt(server, at, object, { manager: fieldManager, force: true, dryRun: true });
    if (result.status === 200) predicted = result;
    return result;
  };
  if ((await dryApply(base)).status !== 200) return undefined;
  const desired = await edited(
    { kind, random, object: base, edits, label: 'desired', count: random.below(5) },
    dryApply,
  );
  await remove(server, at);
  if (predicted === undefined) return undefined;
  return {
    origin,
    isBaseLost: random.chance(0.5),
    base: base as unknown as KubeObject,
    created,
    live,
    desired: desired as unknown as KubeObject,
    predicted: predicted.body as unknown as KubeObject,
    edits,
  };
}

/** Several edits in turn, each kept only if the server takes the object that it makes. */
async function edited(
  input: {
    kind: PairKind;
    random: Random;
    object: JsonObject;
    edits: string[];
    label: string;
    count: number;
  },
  judge: (object: JsonObject) => Promise<ApiAnswer>,
): Promise<JsonObject> {
  let object = input.object;
  for (let i = 0; i < input.count; i++) {
    const next = editOnce(input.random, input.kind.schema, object);
    if ((await judge(next.object)).status >= 300) continue;
    object = next.object;
    input.edits.push(`${input.label}: ${next.edit}`);
  }
  return object;
}

function create(
  server: Server,
  input: { at: string; collection: string; object: JsonObject; origin: Origin },
): Promise<ApiAnswer> {
  const { at, collection, object, origin } = input;
  switch (origin) {
    case 'bowline':
      return applyAt(server, at, object, { manager: fieldManager, force: true });
    case 'kubectl-apply':
      return post(server, collection, withLastApplied(object), 'kubectl-client-side-apply');
    case 'kubectl-create':
      return post(server, collection, object, 'kubectl-create');
    case 'helm':
      return post(server, collection, object, 'helm');
  }
}

function post(server: Server, collection: string, body: JsonObject, manager: string): Promise<ApiAnswer> {
  const query = `fieldManager=${manager}&fieldValidation=Ignore`;
  return callApi(server, `${collection}?${query}`, { method: 'POST', body });
}

function withLastApplied(object: JsonObject): JsonObject {
  const metadata = object.metadata as JsonObject;
  const annotations = {
    ...(metadata.annotations as JsonObject | undefined),
    'kubectl.kubernetes.io/last-applied-configuration': `${JSON.stringify(object)}\n`,
  };
  return { ...object, metadata: { ...metadata, annotations } };
}

async function remove(server: Server, at: string): Promise<void> {
  const clear = { metadata: { finalizers: null } };
  await callApi(server, at, { method: 'PATCH', contentType: 'application/merge-patch+json', body: clear });
  await callApi(server, `${at}?gracePeriodSeconds=0&propagationPolicy=Background`, { method: 'DELETE' });
}

function nameOf(object: JsonObject): string {
  return String((object.metadata as JsonObject).name);
}

/** The object under a name of its own, where its name is free to choose. */
function withName(object: JsonObject, serial: number): JsonObject {
  const copy = structuredClone(object);
  const metadata = copy.metadata as JsonObject;
  const spec = (copy.spec ?? {}) as JsonObject;
  metadata.labels ??= { app: 'web' };
  if (copy.kind === 'CustomResourceDefinition') {
    const names = spec.names as JsonObject;
    names.plural = `things${serial}`;
    names.kind = `Thing${serial}`;
    metadata.name = `things${serial}.example.com`;
  } else if (copy.kind === 'APIService') {
    spec.group = `g${serial}.example.com`;
    metadata.name = `v1.g${serial}.example.com`;
  } else if (copy.kind === 'IPAddress')
    metadata.name = `10.9.${Math.floor(serial / 250) % 250}.${1 + (serial % 250)}`;
  else metadata.name = `${String(metadata.name)}-${serial}`;
  return copy;
}
