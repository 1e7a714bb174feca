import type { KubeObject } from '../../model.ts';
import { at, conditionsOf, isAbsent, textAt, wordsOf } from '../read.ts';
import {
  byValue,
  inOrder,
  line,
  noStatus,
  otherGeneration,
  otherwise,
  rule,
  says,
  verdict,
  when,
} from '../rules.ts';

/** Monitoring, tracing, logging and meshes (B9). */
export const observabilityLines = [
  line(
    'monitoring.coreos.com',
    'Prometheus PrometheusAgent Alertmanager ThanosRuler',
    when('Available=True H', 'Available=!True/SomePodsNotReady P', 'Available=!True D'),
  ),
  line(
    'operator.victoriametrics.com',
    '*',
    noStatus('P'),
    otherGeneration,
    byValue(
      'status.updateStatus',
      { H: 'operational', P: 'expanding', S: 'paused', D: 'failed' },
      { messagePath: 'status.reason' },
    ),
  ),
  line(
    'opentelemetry.io',
    'OpenTelemetryCollector',
    noStatus('P'),
    rule(
      'scale.statusReplicas ready/total: equal → Healthy, 0 ready → Degraded (0/0 of a daemonset → Healthy), else → Progressing; no ' +
        'scale: sidecar → Healthy',
      collector,
    ),
  ),
  line('grafana.integreatly.org', 'GrafanaDashboard', when('*=False D', '*=True H')),
  line(
    'grafana.integreatly.org',
    'GrafanaFolder',
    // The one condition of a folder that is bad when it is True.
    rule('FolderUIDMismatch True, or any other condition False → Degraded; any True → Healthy', (object) => {
      const conditions = conditionsOf(object);
      const isBad = (c: { type: string; status: string }) =>
        c.status === (c.type === 'FolderUIDMismatch' ? 'True' : 'False');
      const bad = conditions.find(isBad);
      if (bad !== undefined) return verdict('D', wordsOf(bad));
      const good = conditions.find((c) => c.status === 'True');
      return good === undefined ? null : verdict('H', wordsOf(good));
    }),
  ),
  line(
    'grafana.integreatly.org',
    'Grafana',
    rule('stageStatus failed → Degraded; stage complete with success → Healthy', (object) => {
      const [stage, status] = [textAt(object, 'status.stage'), textAt(object, 'status.stageStatus')];
      if (status === 'failed')
        return verdict('D', textAt(object, 'status.lastMessage') || `Failed at stage ${stage}.`);
      if (status === 'success' && stage === 'complete') return verdict('H', '');
      return stage === '' ? null : verdict('P', `The stage is ${stage}.`);
    }),
  ),
  line(
    'grafana.integreatly.org',
    'GrafanaDatasource',
    noStatus('P'),
    rule('uid empty → Progressing; NoMatchingInstances → Degraded; else → Healthy', (object) => {
      if (!isAbsent(object, 'status.uid') && textAt(object, 'status.uid') === '')
        return verdict('P', 'Waiting for a uid.');
      const isLost = at(object, 'status.NoMatchingInstances') === true;
      return isLost ? verdict('D', 'No matching Grafana instance.') : verdict('H', '');
    }),
  ),
  line('datadoghq.com', 'DatadogMetric', when('Error=True D', 'Valid=False D'), otherwise('H', '')),
  line('jaegertracing.io', 'Jaeger', byValue('status.phase', { H: 'Running', D: 'Failed' })),
  line('kiali.io', 'Kiali', inOrder('Successful=True H', 'Failure=True D', 'Running=*/Running P')),
  line(
    'install.istio.io',
    'IstioOperator',
    byValue('status.status', { U: '0|NONE', P: '1|UPDATING|2|RECONCILING', H: '3|HEALTHY', D: '4|ERROR' }),
  ),
  line(
    'core.humio.com',
    'HumioAction HumioAlert HumioIngestToken HumioParser HumioRepository HumioView',
    byValue(
      'status.state',
      { H: 'Exists', M: 'NotFound', D: 'ConfigError', U: 'Unknown' },
      { other: 'P', absent: 'P' },
    ),
  ),
  line(
    'core.humio.com',
    'HumioCluster',
    byValue(
      'status.state',
      { H: 'Running', D: 'ConfigError', U: 'Unknown' },
      { other: 'P', absent: 'P', messagePath: 'status.message' },
    ),
  ),
  line(
    'lifecycle.keptn.sh',
    'KeptnAppVersion KeptnTask KeptnWorkloadInstance KeptnWorkloadVersion',
    byValue('status.status', { H: 'Succeeded', D: 'Failed' }, { other: 'P' }),
  ),
  line(
    'lifecycle.keptn.sh',
    'KeptnEvaluation',
    byValue('status.overallStatus', { H: 'Succeeded', D: 'Failed' }, { other: 'P' }),
  ),
  line(
    'metrics.keptn.sh',
    'Analysis',
    byValue('status.pass', { H: 'true' }),
    byValue('status.warning', { H: 'true' }),
    byValue('status.pass', { D: 'false' }),
  ),
  line(
    'metrics.keptn.sh',
    'KeptnMetric',
    says('status.errMsg', 'D'),
    rule('status.value → Healthy', (object) => (isAbsent(object, 'status.value') ? null : verdict('H', ''))),
  ),
];

function collector(object: KubeObject) {
  const mode = textAt(object, 'spec.mode');
  const text = textAt(object, 'status.scale.statusReplicas');
  if (isAbsent(object, 'status.scale.statusReplicas'))
    return mode === 'sidecar' ? verdict('H', '') : verdict('P', 'Waiting for the scale.');
  const found = /(\d{1,9})\/(\d{1,9})/.exec(text);
  if (found === null) return verdict('P', `The scale is "${text}".`);
  const [have, want] = [Number(found[1]), Number(found[2])];
  if (have === 0)
    return mode === 'daemonset' && want === 0
      ? verdict('H', 'No node matches.')
      : verdict('D', 'No replica is ready.');
  return have === want ? verdict('H', '') : verdict('P', `${have} of ${want} replicas are ready.`);
}
