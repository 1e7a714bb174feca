import type { KubeObject } from '../../model.ts';
import { conditionsOf, textAt, wordsOf } from '../read.ts';
import {
  byValue,
  inOrder,
  line,
  otherGeneration,
  type Rule,
  ready,
  rule,
  sameGeneration,
  verdict,
  when,
} from '../rules.ts';

/** Certificates, secrets, nodes and small tools whose Ready condition says it all (B9). */
export const deliveryLines = [
  line('cert-manager.io certmanager.k8s.io', 'Certificate', when('Issuing=True P'), ready()),
  line('cert-manager.io certmanager.k8s.io', 'Issuer ClusterIssuer', ready()),
  line(
    'cert-manager.io',
    'CertificateRequest',
    when('Denied|InvalidRequest=True D'),
    inOrder('Ready=True H', 'Ready=*/Pending P', 'Ready=* D'),
  ),
  line(
    'acme.cert-manager.io',
    'Challenge Order',
    byValue(
      'status.state',
      { H: 'valid', D: 'invalid|expired|errored' },
      { other: 'P', messagePath: 'status.reason' },
    ),
  ),
  line('trust.cert-manager.io', 'Bundle', inOrder('Synced=True H', 'Synced=!True D')),
  line('bitnami.com', 'SealedSecret', ready('Synced')),
  line('external-secrets.io', 'ClusterSecretStore SecretStore PushSecret', ready()),
  line('external-secrets.io', 'ClusterExternalSecret', lastCondition()),
  line('external-secrets.io', 'ExternalSecret', beforeRefresh(), ready()),
  line(
    'kubernetes-client.io',
    'ExternalSecret',
    byValue('status.status', { H: 'SUCCESS' }),
    rule('status.status starting with ERROR → Degraded', (object) => {
      const status = textAt(object, 'status.status');
      return status.startsWith('ERROR') ? verdict('D', status) : null;
    }),
  ),
  line('addons.projectcapsule.dev', 'SopsSecret GlobalSopsSecret SopsProvider', otherGeneration, ready()),
  line('onepassword.com', 'OnePasswordItem', ready()),
  line('camel.apache.org', 'Integration', ready()),
  line('astra.netapp.io', 'Application', ready()),
  line('grafana-org-operator.kubitus-project.gitlab.io', '*', ready()),
  line('coralogix.com', 'Alert RecordingRuleGroupSet', ready('RemoteSynced')),
  line(
    'karpenter.k8s.aws',
    'EC2NodeClass',
    inOrder('Ready=False D', 'Ready=True H'),
    inOrder('SubnetsReady|SecurityGroupsReady|ValidationSucceeded=False D'),
  ),
  line(
    'karpenter.sh',
    'NodePool',
    inOrder('Ready=False D', 'Ready=True H'),
    inOrder('NodeClassReady=False D'),
  ),
  line(
    'karpenter.sh',
    'NodeClaim',
    otherGeneration,
    when('Disrupting=True S'),
    inOrder('Ready=True H', 'Ready=False D'),
    when('Initialized=True P', 'Registered=True P', 'Launched=True P'),
  ),
  line('k8s.keycloak.org', 'Keycloak', keycloak()),
  line(
    'pulumi.com',
    'Stack',
    sameGeneration,
    inOrder('Stalled=True D', 'Reconciling=True P', 'Ready=True H'),
  ),
  line(
    'db.atlasgo.io',
    'AtlasMigration AtlasSchema',
    inOrder('Ready=True H', 'Ready=!True/Reconciling|GettingDevDB P'),
    rule('Ready not True with message Reconciling or GettingDevDB → Progressing, else → Degraded', atlas),
  ),
  line(
    'proclaim.dogmatiq.io',
    'DNSSDServiceInstance',
    when(
      'Adopted=False D',
      'Advertised=*/AdvertiseError|UnadvertiseError D',
      'Discoverable=*/DiscoveryError U',
      'Discoverable=True H',
    ),
  ),
];

/** New words are appended: the last condition is the one that holds. */
function lastCondition(): Rule {
  return rule(
    'the last condition: Ready True → Healthy, PartiallyReady or NotReady True → Degraded',
    (object) => {
      const last = conditionsOf(object).at(-1);
      if (last?.status !== 'True') return null;
      if (last.type === 'Ready') return verdict('H', wordsOf(last));
      const isBad = last.type === 'PartiallyReady' || last.type === 'NotReady';
      return isBad ? verdict('D', wordsOf(last)) : null;
    },
  );
}

/** With refreshPolicy OnChange a condition older than the last refresh says nothing about it. */
function beforeRefresh(): Rule {
  return rule('refreshPolicy OnChange and Ready older than refreshTime → Progressing', (object) => {
    const main = conditionsOf(object).find((c) => c.type === 'Ready');
    const refreshed = textAt(object, 'status.refreshTime');
    const isOld =
      textAt(object, 'spec.refreshPolicy') === 'OnChange' &&
      main !== undefined &&
      main.lastTransitionTime < refreshed;
    return isOld ? verdict('P', `Waiting for the refresh of ${refreshed} to be reported.`) : null;
  });
}

/** The oldest of the two conditions that are True; those without a time come last. */
function keycloak(): Rule {
  const order = inOrder('Ready=True H', 'HasErrors=True D');
  return rule(`by lastTransitionTime, oldest first: ${order.text}`, (object: KubeObject) => {
    const conditions = conditionsOf(object).filter(
      (c) => c.status === 'True' && (c.type === 'Ready' || c.type === 'HasErrors'),
    );
    const oldest = conditions.toSorted((a, b) => timeOf(a) - timeOf(b))[0];
    if (oldest === undefined) return null;
    return verdict(oldest.type === 'Ready' ? 'H' : 'D', wordsOf(oldest));
  });
}

function timeOf(condition: { lastTransitionTime: string }): number {
  const time = Date.parse(condition.lastTransitionTime);
  return Number.isNaN(time) ? Number.MAX_SAFE_INTEGER : time;
}

function atlas(object: KubeObject) {
  const main = conditionsOf(object).find((c) => c.type === 'Ready');
  if (main === undefined) return null;
  const isWorking = main.message === 'Reconciling' || main.message === 'GettingDevDB';
  return verdict(isWorking ? 'P' : 'D', wordsOf(main));
}
