import type { KubeObject } from '../../model.ts';
import { at, conditionsAt, conditionsOf, hasConditions, isAbsent, isBag, wordsOf } from '../read.ts';
import { line, noConditions, type Rule, rule, verdict, when, whenAll, otherwise } from '../rules.ts';

/** Kinds that never get a status, as far as Crossplane and its providers define them. */
const silent = new Set(
  (
    'ClusterProviderConfig ClusterProviderConfigUsage CompositeResourceDefinition Composition CompositionRevision ' +
    'ControllerConfig DeploymentRuntimeConfig EnvironmentConfig FunctionRevision ImageConfig ManagedResourceActivationPolicy ' +
    'ProviderConfig ProviderConfigUsage StoreConfig Usage ClusterUsage Configuration'
  ).split(' '),
);

const silence: Rule = rule(
  'no status, of a kind that never has one (Composition, ProviderConfig …) → Healthy; a ProviderConfig with users → Healthy',
  (object) => {
    const status = at(object, 'status');
    const isEmpty = !isBag(status) || Object.keys(status).length === 0;
    if (isEmpty) return silent.has(object.kind) ? verdict('H', '') : null;
    const isUsed = object.kind.endsWith('ProviderConfig') && !isAbsent(object, 'status.users');
    return isUsed && !hasConditions(object) ? verdict('H', 'In use.') : null;
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
