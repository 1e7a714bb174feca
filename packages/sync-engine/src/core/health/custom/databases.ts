import type { KubeObject } from '../../model.ts';
import { annotationOf } from '../../annotations.ts';
import {
  at,
  conditionsOf,
  entriesAt,
  hasConditions,
  isAbsent,
  listAt,
  numberAt,
  textAt,
  wordsOf,
} from '../read.ts';
import { byValue, inOrder, line, noConditions, otherwise, type Rule, rule, verdict } from '../rules.ts';

const cnpgPhase = byValue(
  'status.phase',
  {
    H: 'Cluster in healthy state',
    P: [
      'Setting up primary',
      'Creating a new replica',
      'Upgrading cluster',
      'Waiting for the instances to become active',
      'Promoting to primary cluster',
    ].join('|'),
    D: [
      'Switchover in progress',
      'Failing over',
      'Upgrading Postgres major version',
      'Cluster upgrade delayed',
      'Waiting for user action',
      'Primary instance is being restarted in-place',
      'Primary instance is being restarted without a switchover',
      'Cluster cannot execute instance online upgrade due to missing architecture binary',
      'Online upgrade in progress',
      'Applying configuration',
    ].join('|'),
    S: [
      'Unable to create required cluster objects',
      'Cluster cannot proceed to reconciliation due to an unknown plugin being required',
      'Cluster has incomplete or invalid image catalog',
      'Cluster is unrecoverable and needs manual intervention',
    ].join('|'),
  },
  { other: 'U', absent: 'U', messagePath: 'status.phaseReason' },
);

const mariadbGroups = 'k8s.mariadb.com mariadb.mmontes.io';

/** Databases and search (B9). */
export const databaseLines = [
  line(
    'acid.zalan.do',
    'postgresql',
    byValue(
      'status.PostgresClusterStatus',
      { H: 'Running', P: 'Creating|Updating' },
      { other: 'D', absent: 'P' },
    ),
  ),
  line(
    'postgresql.cnpg.io',
    'Cluster',
    rule('annotation cnpg.io/reconciliation or reconciliationLoop disabled → Suspended', (object) => {
      const isOff = ['cnpg.io/reconciliation', 'cnpg.io/reconciliationLoop'].some(
        (name) => annotationOf(object, name) === 'disabled',
      );
      return isOff ? verdict('S', 'Reconciliation is disabled by annotation.') : null;
    }),
    inOrder('cnpg.io/hibernation=True S', 'cnpg.io/hibernation=* D'),
    rule('neither phase nor conditions → Progressing', (object) =>
      isAbsent(object, 'status.phase') && !hasConditions(object)
        ? verdict('P', 'Waiting for a phase.')
        : null,
    ),
    cnpgPhase,
  ),
  line(
    'postgresql.cnpg.io',
    'Backup',
    byValue(
      'status.phase',
      { H: 'completed', D: 'failed|walArchivingFailing|invalid backup definition' },
      { other: 'P', messagePath: 'status.error' },
    ),
  ),
  line(
    'postgresql.cnpg.io',
    'Database',
    rule('observedGeneration is generation: applied true → Healthy, false → Degraded', (object) => {
      const generation = numberAt(object, 'metadata.generation');
      const isSeen = generation === undefined || numberAt(object, 'status.observedGeneration') === generation;
      const [isApplied, message] = [at(object, 'status.applied'), textAt(object, 'status.message')];
      if (!isSeen || typeof isApplied !== 'boolean') return message === '' ? null : verdict('P', message);
      return verdict(isApplied ? 'H' : 'D', message || 'The database could not be applied.');
    }),
  ),
  line(
    mariadbGroups,
    'MariaDB Backup',
    noConditions('P'),
    rule(
      'first condition False: reason (or a CronJob’s message) Failed → Degraded, else → Progressing',
      (object) => {
        const bad = conditionsOf(object).find((c) => c.status === 'False');
        if (bad === undefined) return null;
        const isFailed =
          bad.reason === 'Failed' || (bad.reason === 'CronJobScheduled' && bad.message === 'Failed');
        return verdict(isFailed ? 'D' : 'P', wordsOf(bad));
      },
    ),
    otherwise('H', ''),
  ),
  line(mariadbGroups, 'SqlJob', inOrder('*=True/JobComplete H', '*=True/JobFailed D')),
  line(mariadbGroups, 'Database Grant User', inOrder('Ready=True H', 'Ready=!True D')),
  line(
    'psmdb.percona.com',
    'PerconaServerMongoDB',
    byValue(
      'status.state',
      { H: 'ready', P: 'initializing|stopping', D: 'error', S: 'paused' },
      { other: 'U', absent: 'U', messagePath: 'status.message' },
    ),
  ),
  line(
    'pxc.percona.com',
    'PerconaXtraDBCluster',
    byValue(
      'status.state',
      { H: 'ready', P: 'initializing', D: 'stopping|error', U: 'paused' },
      { other: 'U', absent: 'U', messagePath: 'status.message' },
    ),
  ),
  line(
    'elasticsearch.k8s.elastic.co',
    'Elasticsearch',
    rule(
      'fewer available nodes than the nodeSets count → Progressing; phase Ready: health green → Healthy, yellow → Progressing, ' +
        'red → Degraded; ApplyingChanges or MigratingData → Progressing; Invalid → Degraded; else → Unknown',
      elasticsearch,
    ),
  ),
  line(
    'logstash.k8s.elastic.co',
    'Logstash',
    byValue('status.health', { H: 'green', P: 'yellow', D: 'red' }, { other: 'P', absent: 'P' }),
  ),
  line(
    'beat.k8s.elastic.co',
    'Beat',
    rule('no health, but expectedNodes → Progressing', (object) =>
      isAbsent(object, 'status.health') && !isAbsent(object, 'status.expectedNodes')
        ? verdict('P', 'Waiting for health.')
        : null,
    ),
    byValue('status.health', { H: 'green', P: 'yellow', D: 'red' }, { other: 'U', absent: 'U' }),
  ),
  line(
    'clickhouse.altinity.com',
    'ClickHouseInstallation',
    byValue('status.status', { H: 'Completed', P: 'InProgress' }, { other: 'D', absent: 'P' }),
  ),
  line(
    'clickhouse-keeper.altinity.com',
    'ClickHouseKeeperInstallation',
    byValue('status.status', { H: 'Completed', P: 'InProgress' }, { other: 'D', absent: 'P' }),
  ),
  line(
    'cassandra.rook.io',
    'Cluster',
    rule('every rack has as many readyMembers as members → Healthy, else → Progressing', cassandra),
  ),
  line(
    'solr.apache.org',
    'SolrCloud',
    rule('every one of status.solrNodes ready → Healthy, else → Progressing', (object) => {
      if (!Array.isArray(at(object, 'status.solrNodes'))) return null;
      const waiting = listAt(object, 'status.solrNodes').find((node) => node.ready !== true);
      return waiting === undefined
        ? verdict('H', '')
        : verdict('P', `Node ${textAt(waiting, 'name')} is not ready.`);
    }),
  ),
  line('zookeeper.pravega.io', 'ZookeeperCluster', zookeeper()),
];

function elasticsearch(object: KubeObject) {
  const available = numberAt(object, 'status.availableNodes');
  const wanted = listAt(object, 'spec.nodeSets').reduce((sum, set) => sum + (numberAt(set, 'count') ?? 0), 0);
  if (available !== undefined && available < wanted)
    return verdict('P', `${available} of ${wanted} nodes are available.`);
  const phase = textAt(object, 'status.phase');
  const health = textAt(object, 'status.health');
  if (available === wanted && health !== '') {
    if (phase === 'Ready') {
      if (health === 'green') return verdict('H', '');
      if (health === 'yellow')
        return verdict('P', 'The health is yellow: look at indices, replicas and shards.');
      if (health === 'red') return verdict('D', 'The health is red: look at indices, replicas and shards.');
    }
    if (phase === 'ApplyingChanges' || phase === 'MigratingData')
      return verdict('P', `The phase is ${phase}.`);
    if (phase === 'Invalid') return verdict('D', 'The phase is Invalid.');
  }
  return verdict('U', 'The state of the cluster is not known.');
}

function cassandra(object: KubeObject) {
  if (isAbsent(object, 'status.racks')) return null;
  const waiting = entriesAt(object, 'status.racks').find(([, rack]) => {
    const [members, isReady] = [numberAt(rack, 'members'), numberAt(rack, 'readyMembers')];
    return members !== undefined && isReady !== undefined && members !== isReady;
  });
  return waiting === undefined ? verdict('H', '') : verdict('P', `Rack ${waiting[0]} is not complete.`);
}

function zookeeper(): Rule {
  return rule('readyReplicas not 0 and equal to replicas → Healthy, else → Progressing', (object) => {
    const have = numberAt(object, 'status.readyReplicas');
    const want = numberAt(object, 'status.replicas');
    if (have === undefined) return null;
    return have !== 0 && have === want
      ? verdict('H', '')
      : verdict('P', `${have} of ${want ?? 'an unknown number of'} members are ready.`);
  });
}
