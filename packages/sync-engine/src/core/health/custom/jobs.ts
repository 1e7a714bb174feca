import type { KubeObject } from '../../model.ts';
import { at, entriesAt, isAbsent, numberAt, textAt } from '../read.ts';
import { byValue, line, ready, rule, says, verdict } from '../rules.ts';

/** Flink, Spark and jobs outside of Kubernetes (B9). */
export const jobLines = [
  line(
    'flink.apache.org',
    'FlinkDeployment',
    rule(
      'reconciliationStatus success or state DEPLOYED → Healthy; jobManagerDeploymentStatus …NOT_READY or DEPLOYING → Progressing, ' +
        'ERROR → Degraded',
      flink,
    ),
  ),
  line(
    'flink.apache.org',
    'FlinkSessionJob',
    byValue(
      'status.jobStatus.state',
      { H: 'RUNNING|FINISHED', P: 'RECONCILING|CREATED', S: 'SUSPENDED|CANCELED', D: 'FAILED' },
      { messagePath: 'status.error' },
    ),
    says('status.error', 'D'),
  ),
  line(
    'flink.apache.org',
    'FlinkBlueGreenDeployment',
    byValue(
      'status.reconciliationStatus.state',
      { P: 'ROLLING_BACK', D: 'ROLLED_BACK' },
      { messagePath: 'status.error' },
    ),
    rule('ACTIVE_BLUE or ACTIVE_GREEN: the job RESTARTING → Degraded, else → Healthy', blueGreen),
    byValue('status.blueGreenState', {}, { other: 'P', absent: 'P', messagePath: 'status.error' }),
  ),
  line('tekton.dev', 'PipelineRun TaskRun', ready('Succeeded')),
  line(
    'sparkoperator.k8s.io',
    'SparkApplication',
    byValue(
      'status.applicationState.state',
      {
        H: 'COMPLETED',
        P: 'SUBMITTED|PENDING_RERUN|SUCCEEDING|UNKNOWN|NEW',
        D: 'FAILED|SUBMISSION_FAILED|FAILING',
        M: 'INVALIDATING',
      },
      { messagePath: 'status.applicationState.errorMessage' },
    ),
    rule(
      'RUNNING: as many executors run as spec.executor.instances, or a number that dynamic allocation allows → Healthy, else → Progressing',
      spark,
    ),
  ),
  line(
    'tower.ansible.com',
    'AnsibleJob',
    byValue('status.ansibleJobResult.status', { H: 'successful', D: 'failed|error|canceled' }),
  ),
];

function flink(object: KubeObject) {
  if (isAbsent(object, 'status.reconciliationStatus')) return null;
  const isSuccess = at(object, 'status.reconciliationStatus.success');
  const isDeployed = textAt(object, 'status.reconciliationStatus.state') === 'DEPLOYED';
  if (isDeployed || (isSuccess !== undefined && isSuccess !== null && isSuccess !== false))
    return verdict('H', '');
  const manager = textAt(object, 'status.jobManagerDeploymentStatus');
  if (manager === 'ERROR')
    return verdict('D', textAt(object, 'status.reconciliationStatus.error') || 'The job manager failed.');
  return manager === '' ? null : verdict('P', `The job manager is ${manager}.`);
}

function blueGreen(object: KubeObject) {
  const state = textAt(object, 'status.blueGreenState');
  if (state !== 'ACTIVE_BLUE' && state !== 'ACTIVE_GREEN') return null;
  return textAt(object, 'status.jobStatus.state') === 'RESTARTING'
    ? verdict('D', 'The job starts again and again.')
    : verdict('H', textAt(object, 'status.error'));
}

function spark(object: KubeObject) {
  if (textAt(object, 'status.applicationState.state') !== 'RUNNING') return null;
  const running = entriesAt(object, 'status.executorState').filter(([, state]) => state === 'RUNNING').length;
  if (isAbsent(object, 'status.executorState')) return verdict('P', 'Waiting for executors.');
  const instances = numberAt(object, 'spec.executor.instances');
  if (instances === running) return verdict('H', '');
  const range = executorRange(object);
  if (range !== undefined && running >= range.min && running <= range.max) return verdict('H', '');
  const isFree = range === undefined && instances === undefined && isAbsent(object, 'spec.dynamicAllocation');
  if (isFree && running >= 1) return verdict('H', '');
  const wanted = range === undefined ? (instances ?? 1) : `${range.min} to ${range.max}`;
  return verdict('P', `${running} of ${wanted} executors are running.`);
}

/** How many executors dynamic allocation allows, by the operator's field or Spark's own configuration. */
function executorRange(object: KubeObject): { min: number; max: number } | undefined {
  const range = (min: number | undefined, max: number | undefined) => ({
    min: min ?? 0,
    max: max ?? Number.POSITIVE_INFINITY,
  });
  if (at(object, 'spec.dynamicAllocation.enabled') === true) {
    return range(
      numberAt(object, 'spec.dynamicAllocation.minExecutors'),
      numberAt(object, 'spec.dynamicAllocation.maxExecutors'),
    );
  }
  const settings = new Map(entriesAt(object, 'spec.sparkConf'));
  for (const prefix of ['spark.streaming.dynamicAllocation', 'spark.dynamicAllocation']) {
    if (String(settings.get(`${prefix}.enabled`)) !== 'true') continue;
    const read = (name: string) => numberAt({ value: settings.get(`${prefix}.${name}`) }, 'value');
    return range(read('minExecutors'), read('maxExecutors'));
  }
  return undefined;
}
