import type { KubeObject } from '../../model.ts';
import { conditionsAt, conditionsOf, hasConditions, isAbsent, wordsOf } from '../read.ts';
import { line, noConditions, type Rule, rule, verdict, when, whenAll, otherwise } from '../rules.ts';

/** Kinds that never get conditions, as far as Crossplane and its providers define them. */
const silent = new Set(
  (
    'ClusterProviderConfig ClusterProviderConfigUsage Composition CompositionRevision ControllerConfig DeploymentRuntimeConfig ' +
    'EnvironmentConfig ImageConfig ProviderConfig ProviderConfigUsage StoreConfig'
  ).split(' '),
);

const silence: Rule = rule(
  'no conditions: of a kind that never has any (Composition, ProviderConfig …) → Healthy, else → Progressing',
  (object) => {
    if (conditionsOf(object).length > 0) return null;
    if (!silent.has(object.kind)) return verdict('P', 'Waiting for conditions.');
    return verdict('H', isAbsent(object, 'status.users') ? '' : 'In use.');
  },
);

/** Crossplane and its providers (B9). */
export const crossplaneLines = [
  line(
    'pkg.crossplane.io',
    'Provider',
    noConditions('P'),
    whenAll('Installed Healthy', 'True', 'H'),
    otherwise('D', ''),
  ),
  line(
    'stacks.crossplane.io',
    'ClusterStackInstall',
    rule('status.conditionedStatus: Ready True → Healthy', (object) => {
      const main = conditionsAt(object, 'status.conditionedStatus.conditions').find(
        (c) => c.type === 'Ready',
      );
      return main === undefined ? null : verdict(main.status === 'True' ? 'H' : 'P', wordsOf(main));
    }),
  ),
  line('cloudfront.aws.crossplane.io', 'Distribution', managedByAws()),
  line('iam.aws.crossplane.io', 'Policy Role RolePolicyAttachment', managedByAws()),
  line('rds.aws.crossplane.io', 'DBCluster DBInstance', managedByAws()),
  line('route53.aws.crossplane.io', 'ResourceRecordSet', managedByAws()),
  line('s3.aws.crossplane.io', 'Bucket', managedByAws()),
  line(
    '*.crossplane.io *.upbound.io',
    '*',
    silence,
    when(
      'LastAsyncOperation|Synced=False D',
      'Ready|Healthy|Offered|Established|ValidPipeline|RevisionHealthy=True H',
    ),
    rule('else → Progressing', (object) =>
      verdict('P', conditionsOf(object).map(wordsOf).join(' ') || 'Waiting for conditions.'),
    ),
  ),
];

function managedByAws(): Rule {
  return rule(
    'no conditions → Progressing; Ready and Synced True → Healthy; Synced False with reason ReconcilePaused → Suspended; ' +
      'Synced True and Ready not → Progressing; else → Degraded',
    (object: KubeObject) => {
      if (!hasConditions(object)) return null;
      const conditions = conditionsOf(object);
      const main = conditions.findLast((c) => c.type === 'Ready');
      const synced = conditions.findLast((c) => c.type === 'Synced');
      const isPaused = synced?.reason === 'ReconcilePaused';
      if (synced?.status === 'True' && main?.status === 'True') return verdict('H', wordsOf(main));
      if (synced !== undefined && synced.status !== 'True' && isPaused) return verdict('S', wordsOf(synced));
      if (synced?.status === 'True' && !isPaused)
        return verdict('P', main === undefined ? 'Waiting for condition Ready.' : wordsOf(main));
      return verdict('D', synced === undefined ? 'It was never synced.' : wordsOf(synced));
    },
  );
}
