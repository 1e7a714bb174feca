import type { World } from '../world.ts';
import { daemonSetController } from './daemon-set.ts';
import { deploymentController } from './deployment.ts';
import { jobController } from './job.ts';
import { replicaSetController } from './replica-set.ts';
import { serviceController } from './service.ts';
import { autoscalerController, disruptionController, ingressController } from './small-status.ts';
import { statefulSetController } from './stateful-set.ts';
import { volumeController } from './volume.ts';

/** Controllers that need nothing but a client. */
export const controllers: readonly ((world: World) => void)[] = [
  deploymentController,
  replicaSetController,
  statefulSetController,
  daemonSetController,
  jobController,
  serviceController,
  ingressController,
  volumeController,
  disruptionController,
  autoscalerController,
];
