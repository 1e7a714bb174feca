import { equalJson, type JsonObject, type KubeObject } from '../../api/object.ts';
import { matchesLabelSelector } from '../../api/selector.ts';
import { tolerate } from '../../client/kube-client.ts';
import { follow, keyOf } from '../owned.ts';
import { resources } from '../resources.ts';
import { resolveCount } from '../rollout.ts';
import { type Deployment, isPodActive, isPodReady, type Pod } from '../shapes.ts';
import { splitKey } from '../work-queue.ts';
import type { World } from '../world.ts';

/** The address every Ingress is reached at. */
const INGRESS_IP = '192.168.0.1';

/** Gives Ingresses an address. */
export function ingressController(world: World): void {
  const ingresses = world.mirror(resources.ingresses);
  const queue = world.queue(async (key) => {
    const { namespace, name } = splitKey(key);
    const ingress = ingresses.get(namespace, name);
    if (!ingress || ingress.metadata.deletionTimestamp) return;
    const status = { loadBalancer: { ingress: [{ ip: INGRESS_IP }] } };
    if (equalJson(ingress.status, status)) return;
    await tolerate([404], () => world.client.update(resources.ingresses, { ...ingress, status }, 'status'));
  });
  follow(ingresses, queue);
}

type Budget = KubeObject & {
  spec: { selector?: unknown; minAvailable?: number | string; maxUnavailable?: number | string };
};

/** Counts for each PodDisruptionBudget how many Pods may go. */
export function disruptionController(world: World): void {
  const budgets = world.mirror<Budget>(resources.budgets);
  const pods = world.mirror<Pod>(resources.pods);
  const queue = world.queue(async (key) => {
    const { namespace, name } = splitKey(key);
    const budget = budgets.get(namespace, name);
    if (!budget) return;
    const chosen = pods
      .in(namespace)
      .filter(
        (pod) => isPodActive(pod) && matchesLabelSelector(budget.spec.selector, pod.metadata.labels ?? {}),
      );
    const expected = chosen.length;
    const healthy = chosen.filter(isPodReady).length;
    const { minAvailable, maxUnavailable } = budget.spec;
    const desired =
      maxUnavailable === undefined
        ? resolveCount(minAvailable ?? 1, expected, 'up')
        : expected - resolveCount(maxUnavailable, expected, 'up');
    const allowed = Math.max(0, healthy - desired);
    const condition = {
      type: 'DisruptionAllowed',
      status: allowed > 0 ? 'True' : 'False',
      reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
      message: '',
      observedGeneration: budget.metadata.generation,
      lastTransitionTime: budget.metadata.creationTimestamp,
    };
    const status = {
      observedGeneration: budget.metadata.generation,
      disruptionsAllowed: allowed,
      currentHealthy: healthy,
      desiredHealthy: desired,
      expectedPods: expected,
      conditions: [condition],
    };
    if (equalJson(budget.status, status)) return;
    await tolerate([404], () => world.client.update(resources.budgets, { ...budget, status }, 'status'));
  });
  follow(budgets, queue);
  pods.onChange((pod) => {
    for (const budget of budgets.in(pod.metadata.namespace ?? '')) queue.add(keyOf(budget));
  });
}

type Autoscaler = KubeObject & { spec: { scaleTargetRef: { kind: string; name: string } } };

/** Reports what a HorizontalPodAutoscaler targets; without metrics it never scales, and says so. */
export function autoscalerController(world: World): void {
  const autoscalers = world.mirror<Autoscaler>(resources.autoscalers);
  const deployments = world.mirror<Deployment>(resources.deployments);
  const queue = world.queue(async (key) => {
    const { namespace, name } = splitKey(key);
    const autoscaler = autoscalers.get(namespace, name);
    if (!autoscaler || autoscaler.spec.scaleTargetRef.kind !== 'Deployment') return;
    const found = deployments.get(namespace, autoscaler.spec.scaleTargetRef.name);
    const lastTransitionTime = autoscaler.metadata.creationTimestamp;
    const able = found
      ? {
          status: 'True',
          reason: 'SucceededGetScale',
          message: "the HPA controller was able to get the target's current scale",
        }
      : {
          status: 'False',
          reason: 'FailedGetScale',
          message: `deployments/scale.apps "${autoscaler.spec.scaleTargetRef.name}" not found`,
        };
    const status: JsonObject = {
      currentReplicas: found?.spec.replicas ?? 0,
      desiredReplicas: found?.spec.replicas ?? 0,
      conditions: [
        { type: 'AbleToScale', ...able, lastTransitionTime },
        {
          type: 'ScalingActive',
          status: 'False',
          reason: 'FailedGetResourceMetric',
          message: 'this cluster has no metrics',
          lastTransitionTime,
        },
      ],
    };
    if (equalJson(autoscaler.status, status)) return;
    await tolerate([404], () =>
      world.client.update(resources.autoscalers, { ...autoscaler, status }, 'status'),
    );
  });
  follow(autoscalers, queue);
  deployments.onChange((deployment) => {
    for (const autoscaler of autoscalers.in(deployment.metadata.namespace ?? '')) {
      if ((autoscaler as Autoscaler).spec.scaleTargetRef.name === deployment.metadata.name)
        queue.add(keyOf(autoscaler));
    }
  });
}
