import type { KubeObject } from '../../model.ts';
import { at, conditionsOf, listAt, numberAt, textAt, wordsOf } from '../read.ts';
import {
  anyCondition,
  byValue,
  is,
  lag,
  line,
  noStatus,
  ready,
  rest,
  says,
  suspendedBy,
  verdict,
  when,
  whenAll,
} from '../rules.ts';

/** Autoscaling, serverless, virtual machines, observability and policy (B9). */
export const platformLines = [
  line(
    'keda.sh',
    'ScaledObject ScaledJob',
    when('Fallback', 'True', 'D'),
    when('Ready', 'False', 'D'),
    when('Paused', 'True', 'S'),
    when('Ready', 'True', 'H'),
  ),
  line('serving.knative.dev', 'Service', knative),
  line(
    'operator.knative.dev',
    'KnativeServing KnativeEventing',
    anyCondition('False', 'D'),
    when('Ready', 'True', 'H'),
  ),
  line(
    'serving.kserve.io',
    'InferenceService',
    when('Stopped', 'True', 'S'),
    (object) => {
      const failed = numberAt(object, 'status.modelStatus.copies.failedCopies') ?? 0;
      return failed > 0 ? verdict('D', `${failed} copies of the model failed.`) : null;
    },
    ready(),
  ),

  line(
    'kubevirt.io',
    'VirtualMachine',
    when('Paused', 'True', 'S'),
    when('Ready', 'True', 'H'),
    byValue('status.printableStatus', { S: 'Stopped' }),
    is('spec.running', false, 'S', 'The machine is stopped.'),
    is('spec.runStrategy', 'Halted', 'S', 'The machine is stopped.'),
  ),
  line(
    'kubevirt.io',
    'VirtualMachineInstance',
    byValue('status.phase', { D: 'Failed', S: 'Succeeded', U: 'Unknown' }),
    when('Paused', 'True', 'S'),
    when('Ready', 'True', 'H'),
  ),
  line(
    'cdi.kubevirt.io',
    'DataVolume',
    byValue('status.phase', { H: 'Succeeded', D: 'Failed|Unknown', S: 'Paused' }),
  ),

  line('monitoring.coreos.com', 'Prometheus Alertmanager ThanosRuler', prometheus),
  line(
    'operator.victoriametrics.com',
    '*',
    byValue(
      'status.updateStatus',
      { H: 'operational', P: 'expanding', S: 'paused', D: 'failed' },
      { messagePath: 'status.reason' },
    ),
  ),
  line('opentelemetry.io', 'OpenTelemetryCollector', collector),
  line(
    'grafana.integreatly.org',
    'GrafanaDashboard GrafanaFolder',
    anyCondition('False', 'D'),
    anyCondition('True', 'H'),
  ),
  line(
    'grafana.integreatly.org',
    'Grafana',
    byValue('status.stageStatus', { H: 'success', D: 'failed', P: 'in progress' }),
  ),
  line(
    'grafana.integreatly.org',
    'GrafanaDatasource',
    anyCondition('False', 'D'),
    anyCondition('True', 'H'),
    (object) => (textAt(object, 'status.uid') === '' ? null : verdict('H', '')),
  ),
  line('grafana-org-operator.kubitus-project.gitlab.io', '*', ready()),
  line('coralogix.com', 'Alert RecordingRuleGroupSet', ready('RemoteSynced')),
  line('datadoghq.com', 'DatadogMetric', when('Error', 'True', 'D'), when('Active', 'True', 'H'), rest('P')),
  line('jaegertracing.io', 'Jaeger', byValue('status.phase', { H: 'Running', D: 'Failed' })),
  line(
    'kiali.io',
    'Kiali',
    when('Failure', 'True', 'D'),
    when('Successful', 'True', 'H'),
    when('Running', 'True', 'P'),
  ),
  line(
    'install.istio.io',
    'IstioOperator',
    byValue('status.status', { P: '0|1|UPDATING|RECONCILING', H: '3|HEALTHY', D: '4|ERROR', U: '2' }),
  ),
  line('openfaas.com', 'Function', openfaas),
  line('core.spinkube.dev', 'SpinApp', (object) => {
    const want = numberAt(object, 'spec.replicas') ?? 0;
    const have = numberAt(object, 'status.readyReplicas');
    if (have === undefined) return null;
    return have >= want ? verdict('H', '') : verdict('P', `${have} of ${want} replicas are ready.`);
  }),

  line(
    'policy.open-cluster-management.io',
    'Policy ConfigurationPolicy CertificatePolicy OperatorPolicy',
    ocmPolicy,
  ),
  line('work.karmada.io', 'ResourceBinding ClusterResourceBinding', karmada),
  line('operators.coreos.com', 'Subscription', olmSubscription),

  line(
    'apps.kruise.io rollouts.kruise.io game.kruise.io',
    'CloneSet StatefulSet DaemonSet GameServerSet',
    kruiseLag,
    kruiseSet,
  ),
  line(
    'rollouts.kruise.io',
    'Rollout',
    kruiseLag,
    byValue('status.canaryStatus.currentStepState', { S: 'StepPaused' }),
    byValue('status.phase', {
      H: 'Healthy|Completed',
      P: 'Progressing',
      S: 'Disabled|Disabling',
      D: 'Terminating',
    }),
  ),
  line(
    'apps.kruise.io',
    'BroadcastJob',
    byValue('status.phase', { H: 'completed', P: 'running', S: 'paused', D: 'failed' }),
  ),
  line('apps.kruise.io', 'AdvancedCronJob', suspendedBy('spec.paused'), rest('H', '')),

  line(
    'numaflow.numaproj.io numaplane.numaproj.io',
    '*',
    byValue('status.phase', { D: 'Failed' }, { messagePath: 'status.message' }),
    anyCondition('False', 'D'),
    byValue('status.phase', { H: 'Running|Paused|Deployed', P: 'Pending|Progressing|Unknown' }),
  ),
  line(
    'capabilities.3scale.net apps.3scale.net',
    '*',
    when('Failed', 'True', 'D'),
    when('Invalid', 'True', 'D'),
    when('Orphan', 'True', 'D'),
    when('Waiting', 'True', 'S'),
    when('Suspended', 'True', 'S'),
    when('Ready', 'True', 'H'),
    when('Synced', 'True', 'H'),
    when('Available', 'True', 'H'),
  ),
  line(
    'core.humio.com',
    'HumioAction HumioAlert HumioIngestToken HumioParser HumioRepository HumioView',
    byValue('status.state', { H: 'Exists', M: 'NotFound', D: 'ConfigError' }, { other: 'U', absent: 'P' }),
  ),
  line(
    'core.humio.com',
    'HumioCluster',
    byValue(
      'status.state',
      { H: 'Running', P: 'Pending|Restarting|Upgrading', D: 'ConfigError' },
      { other: 'U', absent: 'P', messagePath: 'status.message' },
    ),
  ),
  line(
    'lifecycle.keptn.sh metrics.keptn.sh',
    '*',
    byValue('status.status', { H: 'Succeeded|Completed', D: 'Failed|Deprecated', P: 'Progressing|Pending' }),
    byValue('status.state', { H: 'Completed|Succeeded', D: 'Failed', P: 'Progressing|Pending' }),
    says('status.errMsg', 'D'),
    (object) => (textAt(object, 'status.value') === '' ? null : verdict('H', '')),
  ),
  line(
    'astra.netapp.io',
    'Backup ExecHooksRun ResourceBackup ResticVolumeBackup Snapshot',
    byValue(
      'status.state',
      { H: 'Completed', P: 'Running' },
      { other: 'D', absent: 'P', messagePath: 'status.error' },
    ),
  ),
  line(
    'astra.netapp.io',
    'AppVault',
    byValue('status.state', { H: 'available' }, { other: 'D', absent: 'P' }),
  ),
  line('astra.netapp.io', 'ExecHook', is('spec.enabled', false, 'S', 'The hook is disabled.'), rest('H', '')),
  line('astra.netapp.io', 'Schedule', () => verdict('H', '')),
  line('astra.netapp.io', 'Application', ready()),
  line(
    'nmstate.io',
    '*',
    when('Available', 'True', 'H'),
    when('Degraded', 'True', 'D'),
    when('Ignored', 'True', 'S'),
  ),
  line('ocs.openshift.io', 'StorageCluster', byValue('status.phase', { H: 'Ready', D: 'Error' })),
  line(
    'trident.netapp.io',
    '*',
    byValue(
      'status.status',
      { H: 'Installed', D: 'Failed|Error', P: 'Installing|Updating' },
      { messagePath: 'status.message' },
    ),
  ),
  line(
    'proclaim.dogmatiq.io',
    'DNSSDServiceInstance',
    lag,
    when('Adopted', 'False', 'D'),
    when('Advertised', 'False', 'D'),
    when('Discoverable', 'False', 'P'),
    whenAll('Advertised Discoverable', 'True', 'H'),
  ),
];

function knative(object: KubeObject) {
  const conditions = conditionsOf(object).filter((c) =>
    ['Ready', 'RoutesReady', 'ConfigurationsReady'].includes(c.type),
  );
  const bad = conditions.find((c) => c.status === 'False');
  if (bad !== undefined) return verdict('D', wordsOf(bad));
  if (conditions.length === 3 && conditions.every((c) => c.status === 'True')) return verdict('H', '');
  const waiting = conditions.find((c) => c.status !== 'True');
  return verdict('P', waiting === undefined ? 'Waiting for conditions.' : wordsOf(waiting));
}

function prometheus(object: KubeObject) {
  const available = conditionsOf(object).find((c) => c.type === 'Available');
  if (available === undefined) return null;
  if (available.status === 'True') return verdict('H', '');
  return verdict(available.reason === 'SomePodsNotReady' ? 'P' : 'D', wordsOf(available));
}

function collector(object: KubeObject) {
  const text = textAt(object, 'status.scale.statusReplicas');
  const [have, want] = text.split('/').map(Number);
  if (text === '' || have === undefined || want === undefined) return null;
  return have === want ? verdict('H', '') : verdict('P', `${have} of ${want} replicas are ready.`);
}

function openfaas(object: KubeObject) {
  const replicas = numberAt(object, 'status.replicas');
  if (replicas === 0) return verdict('S', 'Scaled to zero.');
  return when('Ready', 'False', 'D')(object) ?? when('Ready', 'True', 'H')(object);
}

function ocmPolicy(object: KubeObject) {
  if (at(object, 'spec.disabled') === true) return verdict('H', 'The policy is disabled.');
  const state = textAt(object, 'status.compliant');
  const isSeen = lag(object) === null;
  if (!isSeen) return verdict('P', 'The latest change is not yet observed.');
  if (state === 'Compliant') return verdict('H', '');
  return state === 'NonCompliant' ? verdict('D', 'The policy is violated.') : null;
}

function karmada(object: KubeObject) {
  const items = listAt(object, 'status.aggregatedStatus');
  const wanted = listAt(object, 'spec.clusters').length;
  if (items.length < wanted || items.length === 0) return verdict('P', 'Not every cluster has reported.');
  const bad = items.find((item) => item.applied === false || textAt(item, 'health') === 'Unhealthy');
  if (bad !== undefined) {
    return verdict(
      'D',
      textAt(bad, 'appliedMessage') || `Not healthy in cluster ${textAt(bad, 'clusterName')}.`,
    );
  }
  return verdict('H', '');
}

function olmSubscription(object: KubeObject) {
  const conditions = conditionsOf(object);
  const failed = conditions.find(
    (c) =>
      c.status === 'True' &&
      ['CatalogSourcesUnhealthy', 'InstallPlanFailed', 'InstallPlanMissing', 'ResolutionFailed'].includes(
        c.type,
      ),
  );
  if (failed !== undefined) return verdict('D', wordsOf(failed));
  const pending = conditions.find((c) => c.status === 'True' && c.type === 'InstallPlanPending');
  const isManual = textAt(object, 'spec.installPlanApproval') === 'Manual';
  const isInstalled = textAt(object, 'status.installedCSV') !== '';
  if (pending !== undefined && !(isManual && isInstalled)) return verdict('P', wordsOf(pending));
  if (pending !== undefined) return verdict('H', 'An upgrade waits for approval.');
  const state = textAt(object, 'status.state');
  return state === 'AtLatestKnown' || isInstalled ? verdict('H', '') : null;
}

/** Kruise counts the very first observation too: no observedGeneration is a lag. */
function kruiseLag(object: KubeObject) {
  if (noStatus('P')(object) !== null) return null;
  return (numberAt(object, 'metadata.generation') ?? 0) > (numberAt(object, 'status.observedGeneration') ?? 0)
    ? verdict('P', 'The latest change is not yet observed.')
    : null;
}

function kruiseSet(object: KubeObject) {
  if (noStatus('P')(object) !== null) return null;
  if (
    at(object, 'spec.updateStrategy.paused') === true ||
    at(object, 'spec.updateStrategy.rollingUpdate.paused') === true
  ) {
    return verdict('S', 'The update is paused.');
  }
  const isDaemonSet = object.kind === 'DaemonSet';
  const want = numberAt(object, isDaemonSet ? 'status.desiredNumberScheduled' : 'spec.replicas') ?? 0;
  const updated =
    numberAt(object, isDaemonSet ? 'status.updatedNumberScheduled' : 'status.updatedReplicas') ?? 0;
  const partition =
    numberAt(object, 'spec.updateStrategy.partition') ??
    numberAt(object, 'spec.updateStrategy.rollingUpdate.partition') ??
    0;
  if (partition > 0 && updated >= want - partition)
    return verdict('S', `The update stopped at partition ${partition}.`);
  const have =
    numberAt(object, isDaemonSet ? 'status.numberAvailable' : 'status.updatedAvailableReplicas') ??
    numberAt(object, 'status.availableReplicas') ??
    0;
  return have >= want && updated >= want
    ? verdict('H', '')
    : verdict('D', `${Math.min(have, updated)} of ${want} updated replicas are available.`);
}
