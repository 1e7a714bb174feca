import { type Health, type HealthStatus, healthOrder, type KubeObject } from '../model.ts';
import { parseApiVersion } from '../resource-key.ts';
import { customCheck } from './custom/custom-checks.ts';
import { generalHealth } from './general.ts';
import { nativeChecks } from './native.ts';
import { progressing, unknown } from './read.ts';

const hookFinalizer = 'argocd.argoproj.io/hook-finalizer';

/** Groups that Kubernetes itself serves: their conditions do not follow the conventions of custom kinds. */
const nativeGroups =
  /^(|apps|batch|autoscaling|policy|extensions|(admissionregistration|apiextensions|apiregistration|authentication|authorization|certificates|coordination|discovery|events|flowcontrol\.apiserver|internal\.apiserver|networking|node|rbac\.authorization|resource|scheduling|storage|storagemigration|metrics)\.k8s\.io)$/;

/**
 * The health of one object: null for kinds that have none and count as healthy (ConfigMap, Role …). The verdicts are Argo
 * CD's (B8, B9); a health other than Healthy carries a sentence. Never throws on what a cluster returned.
 */
export function healthOf(object: KubeObject): Health | null {
  if (isGoing(object)) return progressing(goingMessage(object));
  const { group, version } = parseApiVersion(object.apiVersion);
  const custom = customCheck(group, object.kind);
  if (custom !== undefined) return custom.judge(object);
  const native = nativeChecks.get(`${group}/${object.kind}`);
  if (native !== undefined) {
    return native.versions === undefined || native.versions.includes(version)
      ? native.check(object)
      : unknown(`The health of ${object.kind} is not known in version ${object.apiVersion}.`);
  }
  // By design: an Application's health is its own affair.
  if (group === 'argoproj.io' && object.kind === 'Application') return null;
  return nativeGroups.test(group) ? null : generalHealth(object);
}

/** The worst of a list in the order of {@link healthOrder}; Healthy when it is empty. */
export function worstHealth(list: readonly HealthStatus[]): HealthStatus {
  let worst = 0;
  for (const status of list) worst = Math.max(worst, healthOrder.indexOf(status));
  return healthOrder[worst] ?? 'Healthy';
}

/** Whether an object is being deleted (hooks that only a hook finalizer holds are not). */
export function isGoing(object: KubeObject): boolean {
  const { deletionTimestamp, finalizers } = object.metadata;
  return (
    deletionTimestamp !== undefined && !(Array.isArray(finalizers) && finalizers.includes(hookFinalizer))
  );
}

function goingMessage(object: KubeObject): string {
  const { finalizers } = object.metadata;
  return Array.isArray(finalizers) && finalizers.length > 0
    ? `Pending deletion, held by ${finalizers.length === 1 ? 'finalizer' : 'finalizers'} ${finalizers.join(', ')}.`
    : 'Pending deletion.';
}
