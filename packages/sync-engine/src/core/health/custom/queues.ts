import type { KubeObject } from '../../model.ts';
import { at, conditionsOf, entriesAt, isAbsent, numberAt, textAt, wordsOf } from '../read.ts';
import { byValue, inOrder, line, otherwise, rule, verdict, when, whenAll } from '../rules.ts';

/** Message queues and streams (B9). */
export const queueLines = [
  line(
    'rabbitmq.com',
    'RabbitmqCluster',
    when('ReconcileSuccess=False D', 'ClusterAvailable|AllReplicasReady=Unknown P'),
    rule('AllReplicasReady False with reason ScaledToZero, and spec.replicas 0 → Suspended', (object) => {
      const isDown = conditionsOf(object).some(
        (c) => c.type === 'AllReplicasReady' && c.status === 'False' && c.reason === 'ScaledToZero',
      );
      return isDown && at(object, 'spec.replicas') === 0 ? verdict('S', 'Scaled to zero.') : null;
    }),
    when('ClusterAvailable|AllReplicasReady=False P'),
    whenAll('ClusterAvailable AllReplicasReady', 'True', 'H'),
  ),
  line(
    'rabbitmq.com',
    'Binding Exchange Permission Policy Queue Shovel User Vhost',
    inOrder('Ready=True/SuccessfulCreateOrUpdate H', 'Ready=False/FailedCreateOrUpdate D'),
    otherwise('U', ''),
  ),
  line('kafka.strimzi.io', 'Kafka', inOrder('NotReady=True/!Creating D', 'Ready=True H')),
  line(
    'kafka.strimzi.io',
    'KafkaBridge KafkaConnect KafkaConnector KafkaTopic KafkaUser KafkaMirrorMaker2 KafkaRebalance',
    inOrder('NotReady=True D', 'Ready=True H'),
  ),
  line(
    'kafka.banzaicloud.io',
    'KafkaCluster',
    rule(
      'ClusterRollingUpgrading → Progressing; not every broker in sync and scaled → Degraded; else CruiseControlTopicReady and ' +
        'ClusterRunning → Healthy, else → Progressing',
      banzai,
    ),
  ),
  line(
    'jetstream.nats.io',
    'Account Consumer KeyValue ObjectStore Stream',
    inOrder('*=False D', 'Ready=*/Created|Updated|Noop|SkipCreate|SkipUpdate H', 'Ready=* P'),
  ),
  line(
    'platform.confluent.io',
    'Connect ControlCenter Kafka KsqlDB SchemaRegistry Zookeeper',
    byValue('status.phase', { H: 'RUNNING' }, { other: 'P', absent: 'P' }),
  ),
  line(
    'platform.confluent.io',
    'Connector',
    rule(
      'state CREATED, connectorState RUNNING and no failed tasks → Healthy; state ERROR or failed tasks → Degraded',
      confluentConnector,
    ),
  ),
];

/** Brokers have numbers of their own: each one that is listed must be done. */
function banzai(object: KubeObject) {
  const state = textAt(object, 'status.state');
  if (state === 'ClusterRollingUpgrading') return verdict('P', 'The brokers are being upgraded.');
  if (isAbsent(object, 'status.brokersState')) return null;
  const open = entriesAt(object, 'status.brokersState').find(
    ([, broker]) =>
      textAt(broker, 'configurationState') !== 'ConfigInSync' ||
      !['GracefulUpscaleSucceeded', 'GracefulDownscaleSucceeded'].includes(
        textAt(broker, 'gracefulActionState.cruiseControlState'),
      ),
  );
  if (open !== undefined) return verdict('D', `Broker ${open[0]} is not in sync with its configuration.`);
  const isTopicReady = textAt(object, 'status.cruiseControlTopicStatus') === 'CruiseControlTopicReady';
  if (isTopicReady && state === 'ClusterRunning') return verdict('H', '');
  return verdict('P', state === '' ? 'Waiting for a state.' : `The state is ${state}.`);
}

function confluentConnector(object: KubeObject) {
  const state = textAt(object, 'status.state');
  const failed = numberAt(object, 'status.failedTasksCount');
  if (state === 'CREATED' && textAt(object, 'status.connectorState') === 'RUNNING' && failed === undefined)
    return verdict('H', '');
  if (state === 'ERROR') {
    const [first] = conditionsOf(object);
    return verdict('D', first === undefined ? 'The state is ERROR.' : wordsOf(first));
  }
  return state !== '' && failed !== undefined && failed > 0
    ? verdict('D', `${failed} tasks of the connector failed.`)
    : null;
}
