import type { Health, KubeObject } from '../model.ts';
import {
  at,
  conditionOf,
  degraded,
  healthy,
  numberAt,
  progressing,
  suspended,
  textAt,
  wordsOf,
} from './read.ts';

/** The rules of this file in words. */
export const workloadTexts = {
  Deployment:
    'paused → Suspended; generation not observed → Progressing; condition Progressing with reason ProgressDeadlineExceeded → Degraded; ' +
    'updated below spec.replicas, replicas above updated, or available below updated → Progressing; else → Healthy',
  StatefulSet:
    'generation never or not observed → Progressing; ready below spec.replicas → Progressing; RollingUpdate with a rollingUpdate block: ' +
    'updated below replicas less partition → Progressing, else → Healthy; OnDelete → Healthy; updateRevision not currentRevision → ' +
    'Progressing; else → Healthy',
  DaemonSet:
    'generation not observed → Progressing; OnDelete → Healthy; updated or available below desired → Progressing; else → Healthy',
  ReplicaSet:
    'generation not observed → Progressing; ReplicaFailure True → Degraded; available below spec.replicas → Progressing; else → Healthy',
};

const unseen = (object: KubeObject) =>
  progressing(`The latest change of the ${object.kind} is not yet observed.`);

function generationLag(object: KubeObject): boolean {
  return (
    (numberAt(object, 'metadata.generation') ?? 0) > (numberAt(object, 'status.observedGeneration') ?? 0)
  );
}

function replicas(count: number, of: number, what: string): string {
  return `${count} of ${of} ${of === 1 ? 'replica is' : 'replicas are'} ${what}.`;
}

export function deploymentHealth(object: KubeObject): Health {
  if (at(object, 'spec.paused') === true) return suspended('The Deployment is paused.');
  if (generationLag(object)) return unseen(object);
  const condition = conditionOf(object, 'Progressing');
  if (condition?.reason === 'ProgressDeadlineExceeded') return degraded(wordsOf(condition));
  const wanted = numberAt(object, 'spec.replicas');
  const total = numberAt(object, 'status.replicas') ?? 0;
  const updated = numberAt(object, 'status.updatedReplicas') ?? 0;
  const available = numberAt(object, 'status.availableReplicas') ?? 0;
  if (wanted !== undefined && updated < wanted) return progressing(replicas(updated, wanted, 'updated'));
  if (total > updated) {
    return progressing(
      `${total - updated} old ${total - updated === 1 ? 'replica is' : 'replicas are'} still to go.`,
    );
  }
  if (available < updated) return progressing(replicas(available, updated, 'available'));
  return healthy();
}

export function statefulSetHealth(object: KubeObject): Health {
  if ((numberAt(object, 'status.observedGeneration') ?? 0) === 0 || generationLag(object))
    return unseen(object);
  const wanted = numberAt(object, 'spec.replicas');
  const ready = numberAt(object, 'status.readyReplicas') ?? 0;
  if (wanted !== undefined && ready < wanted) return progressing(replicas(ready, wanted, 'ready'));
  const type = textAt(object, 'spec.updateStrategy.type');
  if (type === 'RollingUpdate' && at(object, 'spec.updateStrategy.rollingUpdate') instanceof Object) {
    const partition = numberAt(object, 'spec.updateStrategy.rollingUpdate.partition');
    const updated = numberAt(object, 'status.updatedReplicas') ?? 0;
    if (wanted !== undefined && partition !== undefined && updated < wanted - partition) {
      return progressing(
        `${replicas(updated, wanted - partition, 'updated')} The rollout stops at partition ${partition}.`,
      );
    }
    return healthy();
  }
  if (type === 'OnDelete') return healthy();
  if (textAt(object, 'status.updateRevision') !== textAt(object, 'status.currentRevision')) {
    const updated = numberAt(object, 'status.updatedReplicas') ?? 0;
    return progressing(
      wanted === undefined ? 'Pods are being updated.' : replicas(updated, wanted, 'updated'),
    );
  }
  return healthy();
}

export function daemonSetHealth(object: KubeObject): Health {
  if (generationLag(object)) return unseen(object);
  if (textAt(object, 'spec.updateStrategy.type') === 'OnDelete') return healthy();
  const wanted = numberAt(object, 'status.desiredNumberScheduled') ?? 0;
  const updated = numberAt(object, 'status.updatedNumberScheduled') ?? 0;
  const available = numberAt(object, 'status.numberAvailable') ?? 0;
  if (updated < wanted) return progressing(`${updated} of ${wanted} nodes run the updated Pod.`);
  if (available < wanted) return progressing(`The Pod is available on ${available} of ${wanted} nodes.`);
  return healthy();
}

export function replicaSetHealth(object: KubeObject): Health {
  if (generationLag(object)) return unseen(object);
  const failure = conditionOf(object, 'ReplicaFailure');
  if (failure?.status === 'True') return degraded(wordsOf(failure));
  const wanted = numberAt(object, 'spec.replicas');
  const available = numberAt(object, 'status.availableReplicas') ?? 0;
  if (wanted !== undefined && available < wanted)
    return progressing(replicas(available, wanted, 'available'));
  return healthy();
}
