import type { KubeObject, ManagedFieldsEntry } from '../model.ts';
import { type FieldSet, fromFieldsV1, isEmpty, union } from '../schema/field-set.ts';
import { elementOf, type Segment } from '../schema/path.ts';
import type { Schema } from '../schema/types.ts';
import { childOf } from './same-value.ts';

/** The field manager under which Bowline applies. */
export const fieldManager = 'bowline';

/** Who owns a field of a live object, from its managedFields. */
export type Writer = { manager: string; operation: string; time?: string };

/** The owners of the fields of one live object; decodes managedFields only when first asked. */
export class FieldOwners {
  private entries: { entry: ManagedFieldsEntry; set: FieldSet }[] | undefined;
  private readonly object: KubeObject;
  private readonly schema: Schema | undefined;

  /** With the schema of the object, ownership of a map that merges is told from ownership of all that is in it. */
  constructor(object: KubeObject, schema?: Schema) {
    this.object = object;
    this.schema = schema;
  }

  /** The latest writer of a field other than our own apply; undefined when nobody else owns any of it. */
  writerOf(path: readonly Segment[]): Writer | undefined {
    let found: ManagedFieldsEntry | undefined;
    for (const { entry, set } of this.decoded()) {
      if (isOwnApply(entry) || this.held(set, path) === 'none') continue;
      if (found === undefined || (entry.time ?? '') >= (found.time ?? '')) found = entry;
    }
    if (found === undefined) return undefined;
    const operation = found.subresource ? `${found.operation} ${found.subresource}` : found.operation;
    return { manager: found.manager, operation, ...(found.time === undefined ? {} : { time: found.time }) };
  }

  /** Whether our apply owns the field; undefined when we never applied this object. */
  isOurs(path: readonly Segment[]): boolean | undefined {
    const own = this.decoded().filter(({ entry }) => isOwnApply(entry));
    return own.length === 0 ? undefined : own.some(({ set }) => this.held(set, path) !== 'none');
  }

  /** All that our applies own; undefined when we never applied this object. */
  ourSet(): FieldSet | undefined {
    const own = this.decoded().filter(({ entry }) => isOwnApply(entry));
    return own.length === 0 ? undefined : own.map(({ set }) => set).reduce(union);
  }

  /** Whether our apply owns the field itself, or the atomic value it lies in. */
  ownsWhole(path: readonly Segment[]): boolean {
    return this.decoded().some(({ entry, set }) => isOwnApply(entry) && this.held(set, path) === 'whole');
  }

  /**
   * Whether admission changed the field while we applied it: the API server books that as an update by the caller, dated
   * as the apply. A later update under our name is an Action.
   */
  isAdmission(path: readonly Segment[]): boolean {
    const applied = new Set(this.decoded().map(({ entry }) => (isOwnApply(entry) ? entry.time : undefined)));
    return this.decoded().some(
      ({ entry, set }) =>
        entry.manager === fieldManager &&
        entry.operation === 'Update' &&
        entry.time !== undefined &&
        applied.has(entry.time) &&
        this.held(set, path) !== 'none',
    );
  }

  /** What applying without a field removes: all of it, only the parts nobody else owns, or nothing. */
  removes(path: readonly Segment[]): 'all' | 'some' | 'none' {
    const isOurs = this.isOurs(path);
    if (isOurs === undefined) return 'all';
    if (!isOurs) return 'none';
    let worst: 'all' | 'some' | 'none' = 'all';
    for (const { entry, set } of this.decoded()) {
      if (isOwnApply(entry)) continue;
      const held = this.held(set, path);
      if (held === 'whole') return 'none';
      if (held === 'part') worst = 'some';
    }
    return worst;
  }

  private held(set: FieldSet, path: readonly Segment[]): 'whole' | 'part' | 'none' {
    return ownership(set, path, this.schema);
  }

  private decoded(): { entry: ManagedFieldsEntry; set: FieldSet }[] {
    this.entries ??= decode(this.object);
    return this.entries;
  }
}

function isOwnApply(entry: ManagedFieldsEntry): boolean {
  return entry.manager === fieldManager && entry.operation === 'Apply';
}

function decode(object: KubeObject): { entry: ManagedFieldsEntry; set: FieldSet }[] {
  const list: unknown = object.metadata.managedFields;
  if (!Array.isArray(list)) return [];
  const out: { entry: ManagedFieldsEntry; set: FieldSet }[] = [];
  for (const entry of list as ManagedFieldsEntry[]) {
    if (typeof entry?.manager !== 'string' || entry.subresource === 'status') continue;
    try {
      out.push({ entry, set: fromFieldsV1(entry.fieldsV1) });
    } catch {
      // An entry that cannot be read names no owner.
    }
  }
  return out;
}

/** How much of a field a set holds: the field itself or something it lies in, only parts below it, or nothing. */
function ownership(
  set: FieldSet,
  path: readonly Segment[],
  root: Schema | undefined,
): 'whole' | 'part' | 'none' {
  let node: FieldSet | undefined = set;
  let schema = root;
  for (const [at, segment] of path.entries()) {
    const element = elementOf(segment);
    const isLast = at === path.length - 1;
    const below: FieldSet | undefined = node.children.get(element);
    schema =
      'field' in segment
        ? childOf(schema, segment.field)
        : schema?.kind === 'list'
          ? schema.item()
          : undefined;
    if (node.members.has(element)) {
      if (isLast) return below !== undefined && 'key' in segment ? 'part' : 'whole';
      // Below an atomic value nobody owns parts: its owner owns all of it. Of a map that merges, it owns the mere presence.
      if (below === undefined) return isGranular(schema, path[at + 1]) ? 'none' : 'whole';
    }
    if (below === undefined) return 'none';
    node = below;
  }
  return isEmpty(node) ? 'none' : 'part';
}

/** Whether what stands at a schema is owned part by part; an untyped value is when it is a map. */
function isGranular(schema: Schema | undefined, next: Segment | undefined): boolean {
  const isMember = next !== undefined && 'field' in next;
  if (schema === undefined || schema.kind === 'scalar') return false;
  if (schema.kind === 'list') return schema.listType !== 'atomic';
  return !schema.atomic && (schema.kind !== 'any' || isMember);
}

type Known = { match: RegExp; text: string };

/** Writers seen in the field, most specific first. `manager operation subresource` is matched. */
const known: Known[] = [
  {
    match: /^(horizontal-pod-autoscaler|kube-controller-manager Update scale)/,
    text: 'the HorizontalPodAutoscaler',
  },
  { match: /^keda/, text: 'KEDA' },
  { match: /^vpa-|vertical-pod-autoscaler/, text: 'the VerticalPodAutoscaler' },
  { match: /^cluster-autoscaler/, text: 'the cluster autoscaler' },
  { match: /^karpenter/, text: 'Karpenter' },
  { match: /^kubectl-edit/, text: 'a person with kubectl edit' },
  { match: /^kubectl-scale|^kubectl.* Update scale/, text: 'a person with kubectl scale' },
  { match: /^kubectl-set/, text: 'a person with kubectl set' },
  { match: /^kubectl-patch/, text: 'a person with kubectl patch' },
  { match: /^kubectl-label/, text: 'a person with kubectl label' },
  { match: /^kubectl-annotate/, text: 'a person with kubectl annotate' },
  { match: /^kubectl-rollout/, text: 'a person with kubectl rollout' },
  { match: /^kubectl-client-side-apply|^kubectl Apply|^before-first-apply/, text: 'kubectl apply' },
  { match: /^kubectl/, text: 'a person with kubectl' },
  { match: /^k9s/, text: 'a person with k9s' },
  { match: /^(Mozilla|node-fetch|dashboard|Lens|OpenLens|headlamp)/i, text: 'a person in a dashboard' },
  { match: /^cainjector|cert-manager-cainjector/, text: "cert-manager's CA injector" },
  { match: /^cert-manager/, text: 'cert-manager' },
  { match: /^external-secrets/, text: 'External Secrets' },
  { match: /^argocd|^argo-cd/, text: 'Argo CD' },
  { match: /^rollouts-controller/, text: 'Argo Rollouts' },
  { match: /^(kustomize|helm|source|image-automation)-controller/, text: 'Flux' },
  { match: /^helm/i, text: 'Helm' },
  { match: /^(HashiCorp|Terraform|terraform-provider)/i, text: 'Terraform' },
  { match: /^pulumi/i, text: 'Pulumi' },
  { match: /^(pilot-discovery|istiod?)/, text: 'Istio' },
  { match: /^(linkerd|proxy-injector)/, text: 'Linkerd' },
  { match: /^kyverno/, text: 'Kyverno' },
  { match: /^gatekeeper/, text: 'Gatekeeper' },
  { match: /^crossplane|^apiextensions\.crossplane\.io/, text: 'Crossplane' },
  { match: /^rancher|^fleet/, text: 'Rancher' },
  { match: /^velero/, text: 'Velero' },
  { match: /^kube-controller-manager/, text: 'the Kubernetes controller manager' },
  { match: /^kube-scheduler/, text: 'the Kubernetes scheduler' },
  {
    match: /^(kubelet|cloud-controller-manager|aws-load-balancer|kube-apiserver)/,
    text: 'the Kubernetes control plane',
  },
  { match: /^bowline(-action)? Update/, text: 'an action in Bowline' },
];

/** A writer in words: well-known ones by what they are, any other by its field manager. */
export function describeWriter(writer: { manager: string; operation: string }): string {
  const text = `${writer.manager} ${writer.operation}`;
  const found = known.find(({ match }) => match.test(text));
  return found === undefined ? `field manager ${writer.manager}` : `${found.text} (${writer.manager})`;
}
