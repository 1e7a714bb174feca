import { describe } from 'vitest';
import { canStartRealCluster, startRealCluster, startSandboxCluster } from '../support/cluster.ts';
import { describeStory } from './story.suite.ts';

describeStory('the sandbox', startSandboxCluster);

describe.skipIf(!(await canStartRealCluster()))('with a control plane', () => {
  describeStory('a real kube-apiserver', startRealCluster);
});
