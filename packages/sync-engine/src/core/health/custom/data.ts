import type { KubeObject } from '../../model.ts';
import { annotationOf } from '../../annotations.ts';
import { at, conditionOf, conditionsOf, listAt, numberAt, textAt, wordsOf } from '../read.ts';
import { byValue, line, ready, rest, type Rule, verdict, when, whenAll } from '../rules.ts';

/** Ready counts: all wanted replicas are there → Healthy, else Progressing. */
function counted(path: string, wanted: string): Rule {
  return (object) => {
    const have = numberAt(object, path);
    const want = numberAt(object, wanted);
    if (have === undefined || want === undefined) return null;
    return have >= want ? verdict('H', '') : verdict('P', `${have} of ${want} members are ready.`);
  };
}

const cnpgPhase = byValue(
  'status.phase',
  {
    H: 'Cluster in healthy state',
    P: [
      'Setting up primary',
      'Creating a new replica',
      'Waiting for the instances to become active',
      'Applying configuration',
      'Promoting to primary cluster',
    ].join('|'),
    D: [
      'Switchover in progress',
      'Failing over',
      'Upgrading cluster',
      'Upgrading Postgres major version',
      'Cluster upgrade delayed',
      'Waiting for user action',
      'Primary instance is being restarted in-place',
      'Primary instance is being restarted without a switchover',
      'Online upgrade in progress',
      'Cluster cannot execute instance online upgrade due to missing architecture binary',
    ].join('|'),
    S: [
      'Cluster is unrecoverable and needs manual intervention',
      'Cluster cannot proceed to reconciliation due to an unknown plugin being required',
      'Unable to create required cluster objects',
      'Cluster has incomplete or invalid image catalog',
    ].join('|'),
  },
  { other: 'U', absent: 'P', messagePath: 'status.phaseReason' },
);

/** Databases, queues and storage (B9). */
export const dataLines = [
  line(
    'acid.zalan.do',
    'postgresql',
    byValue(
      'status.PostgresClusterStatus',
      { H: 'Running', P: 'Creating|Updating' },
      { other: 'D', absent: 'P' },
    ),
  ),
  line('postgresql.cnpg.io', 'Cluster', cnpgPaused, cnpgPhase),
  line('k8s.mariadb.com mariadb.mmontes.io', 'MariaDB Backup', (object) => {
    const conditions = conditionsOf(object);
    const bad = conditions.find((c) => c.status === 'False' && c.reason === 'Failed');
    if (bad !== undefined) return verdict('D', wordsOf(bad));
    const waiting = conditions.find((c) => c.status === 'False');
    if (waiting !== undefined) return verdict('P', wordsOf(waiting));
    return conditions.length === 0 ? null : verdict('H', '');
  }),
  line(
    'k8s.mariadb.com mariadb.mmontes.io',
    'SqlJob',
    when('Complete', 'True', 'H', 'JobComplete'),
    when('Complete', 'False', 'D', 'JobFailed'),
  ),
  line('k8s.mariadb.com mariadb.mmontes.io', 'Database Grant User', ready()),
  line(
    'psmdb.percona.com',
    'PerconaServerMongoDB',
    byValue(
      'status.state',
      { H: 'ready', P: 'initializing|stopping', D: 'error', S: 'paused' },
      { other: 'U', absent: 'P', messagePath: 'status.message' },
    ),
  ),
  line(
    'pxc.percona.com',
    'PerconaXtraDBCluster',
    byValue(
      'status.state',
      { H: 'ready', P: 'initializing', D: 'stopping|error', U: 'paused' },
      { other: 'U', absent: 'P', messagePath: 'status.message' },
    ),
  ),
  line(
    'rabbitmq.com',
    'RabbitmqCluster',
    when('ReconcileSuccess', 'False', 'D'),
    whenAll('ClusterAvailable AllReplicasReady', 'True', 'H'),
  ),
  line('rabbitmq.com', 'Binding Exchange Permission Policy Queue Shovel User Vhost', rabbitmqTopology),
  line('kafka.strimzi.io', 'Kafka', notReadyUnless('Creating'), when('Ready', 'True', 'H')),
  line(
    'kafka.strimzi.io',
    'KafkaBridge KafkaConnect KafkaConnector KafkaTopic KafkaUser KafkaMirrorMaker2 KafkaRebalance',
    when('NotReady', 'True', 'D'),
    when('Ready', 'True', 'H'),
  ),
  line(
    'kafka.banzaicloud.io',
    'KafkaCluster',
    byValue(
      'status.state',
      { H: 'ClusterRunning', P: 'ClusterReconciling|ClusterRollingUpgrading' },
      { other: 'D', absent: 'P' },
    ),
  ),
  line(
    'platform.confluent.io',
    'Connect ControlCenter Kafka KsqlDB SchemaRegistry Zookeeper',
    byValue('status.phase', { H: 'RUNNING' }, { other: 'P', absent: 'P' }),
  ),
  line('platform.confluent.io', 'Connector', confluentConnector),
  line(
    'elasticsearch.k8s.elastic.co',
    'Elasticsearch',
    byValue('status.phase', { D: 'Invalid' }),
    byValue('status.health', { H: 'green', P: 'yellow', D: 'red' }),
  ),
  line(
    'logstash.k8s.elastic.co beat.k8s.elastic.co',
    '*',
    byValue('status.health', { H: 'green', P: 'yellow', D: 'red' }),
  ),
  line(
    'clickhouse.altinity.com clickhouse-keeper.altinity.com',
    '*',
    byValue('status.status', { H: 'Completed', P: 'InProgress' }, { other: 'D', absent: 'P' }),
  ),
  line('cassandra.rook.io', 'Cluster', cassandra),
  line('zookeeper.pravega.io', 'ZookeeperCluster', counted('status.readyReplicas', 'status.replicas')),
  line('solr.apache.org', 'SolrCloud', counted('status.readyReplicas', 'status.replicas')),
  line(
    'minio.min.io',
    'Tenant',
    byValue('status.currentState', {
      H: 'Initialized',
      D: 'Another MinIO Tenant already exists in the namespace|Tenant credentials are not set properly|Different versions across MinIO Pools|Pool Decommissioning Not Allowed|MinIO Tenant has an invalid configuration',
    }),
    (object) => {
      const state = textAt(object, 'status.currentState');
      return /^(Provisioning|Waiting|Updating|Restarting)/.test(state) ? verdict('P', state) : null;
    },
    rest('U', 'The state is not known.'),
  ),
  line(
    'ceph.rook.io',
    'CephCluster',
    byValue('status.ceph.health', { H: 'HEALTH_OK', D: 'HEALTH_WARN|HEALTH_ERR' }),
  ),
  line('ceph.rook.io', 'CephObjectStore', byValue('status.phase', { H: 'Ready', D: 'Failure' })),
  line('objectbucket.io', '*', byValue('status.phase', { H: 'Bound', D: 'Failed' })),
  line('flink.apache.org', 'FlinkDeployment', flink),
  line('sparkoperator.k8s.io', 'SparkApplication', spark),
  line('db.atlasgo.io', 'AtlasMigration AtlasSchema', ready()),
];

function notReadyUnless(reason: string): Rule {
  return (object) => {
    const bad = conditionsOf(object).find((c) => c.type === 'NotReady' && c.status === 'True');
    if (bad === undefined) return null;
    return verdict(bad.reason === reason ? 'P' : 'D', wordsOf(bad));
  };
}

function cnpgPaused(object: KubeObject) {
  if (annotationOf(object, 'cnpg.io/reconciliationLoop') === 'disabled') {
    return verdict('S', 'Reconciliation is disabled by annotation.');
  }
  const hibernation = conditionOf(object, 'cnpg.io/hibernation');
  return hibernation?.status === 'True' ? verdict('S', wordsOf(hibernation)) : null;
}

function rabbitmqTopology(object: KubeObject) {
  const condition = conditionsOf(object)[0];
  if (condition === undefined) return null;
  if (condition.reason === 'SuccessfulCreateOrUpdate') return verdict('H', wordsOf(condition));
  return verdict(condition.reason === 'FailedCreateOrUpdate' ? 'D' : 'U', wordsOf(condition));
}

function confluentConnector(object: KubeObject) {
  const failed =
    listAt(object, 'status.failedTasks').length > 0 || (numberAt(object, 'status.failedTasksCount') ?? 0) > 0;
  if (failed || textAt(object, 'status.state') === 'ERROR')
    return verdict('D', 'The connector or a task of it failed.');
  return textAt(object, 'status.state') === 'RUNNING' ? verdict('H', '') : null;
}

function cassandra(object: KubeObject) {
  const racks = at(object, 'status.racks');
  if (typeof racks !== 'object' || racks === null) return null;
  const all = Object.entries(racks);
  const waiting = all.find(([, rack]) => numberAt(rack, 'readyMembers') !== numberAt(rack, 'members'));
  if (waiting === undefined) return verdict('H', '');
  return verdict('P', `Rack ${waiting[0]} is not complete.`);
}

function flink(object: KubeObject) {
  const job = textAt(object, 'status.jobManagerDeploymentStatus');
  const lifecycle = textAt(object, 'status.reconciliationStatus.state');
  const isSuccess = at(object, 'status.reconciliationStatus.success') === true;
  if (job === 'ERROR' || textAt(object, 'status.error') !== '') {
    return verdict('D', textAt(object, 'status.error') || 'The job manager failed.');
  }
  if (isSuccess || lifecycle === 'DEPLOYED') {
    return job === '' || job === 'READY' ? verdict('H', '') : verdict('P', `The job manager is ${job}.`);
  }
  return job.endsWith('NOT_READY') || job === 'DEPLOYING' ? verdict('P', `The job manager is ${job}.`) : null;
}

function spark(object: KubeObject) {
  const state = textAt(object, 'status.applicationState.state');
  const message = textAt(object, 'status.applicationState.errorMessage') || `The application is ${state}.`;
  if (state === 'COMPLETED') return verdict('H', '');
  if (state === 'RUNNING') {
    const executors = Object.values((at(object, 'status.executorState') as object | undefined) ?? {});
    const running = executors.filter((value) => value === 'RUNNING').length;
    const wanted =
      at(object, 'spec.dynamicAllocation.enabled') === true
        ? (numberAt(object, 'spec.dynamicAllocation.minExecutors') ?? 0)
        : (numberAt(object, 'spec.executor.instances') ?? 0);
    return running >= wanted
      ? verdict('H', '')
      : verdict('P', `${running} of ${wanted} executors are running.`);
  }
  if (['SUBMITTED', 'PENDING_RERUN', 'SUCCEEDING', 'NEW', ''].includes(state)) return verdict('P', message);
  if (state.startsWith('FAIL') || state === 'SUBMISSION_FAILED') return verdict('D', message);
  return state === 'INVALIDATING' ? verdict('M', message) : null;
}
