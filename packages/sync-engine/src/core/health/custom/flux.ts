import type { KubeObject } from '../../model.ts';
import { conditionsOf, wordsOf } from '../read.ts';
import { is, line, noConditions, type Rule, rule, suspendedBy, verdict } from '../rules.ts';

const suspended = suspendedBy('spec.suspend');

/**
 * Flux's words: Ready Unknown with Reconciling is work in progress, everything wanted True is Healthy, anything else failed.
 * `wanted` holds one or more conditions, each with its alternatives `A|B`.
 */
function flux(...wanted: string[]): Rule {
  return rule(
    `Ready Unknown and Reconciling True → Progressing; ${wanted.join(' and ').replaceAll('|', ' or ')} True → Healthy; else → Degraded`,
    (object) => {
      const conditions = conditionsOf(object);
      const main = conditions.find((c) => c.type === 'Ready');
      const work = conditions.find((c) => c.type === 'Reconciling' && c.status === 'True');
      if (main?.status === 'Unknown' && work !== undefined) return verdict('P', wordsOf(work));
      const isGood = wanted.every((types) =>
        conditions.some((c) => c.status === 'True' && types.split('|').includes(c.type)),
      );
      return isGood ? verdict('H', main?.message ?? '') : failed(object);
    },
  );
}

/** Image kinds report False while they scan. */
function scanning(...reasons: string[]): Rule {
  return rule(
    `Ready False and Reconciling True with reason ${reasons.join(' or ')} → Progressing`,
    (object) => {
      const conditions = conditionsOf(object);
      const work = conditions.find(
        (c) => c.type === 'Reconciling' && c.status === 'True' && reasons.includes(c.reason),
      );
      const isWaiting = conditions.some((c) => c.type === 'Ready' && c.status === 'False');
      return isWaiting && work !== undefined ? verdict('P', wordsOf(work)) : null;
    },
  );
}

const onlyReady = rule('Ready True → Healthy; else → Degraded', (object) => {
  const main = conditionsOf(object).find((c) => c.type === 'Ready');
  return main?.status === 'True' ? verdict('H', main.message) : failed(object);
});

function failed(object: KubeObject) {
  const conditions = conditionsOf(object);
  const bad =
    conditions.find((c) => c.type === 'Ready' && c.status !== 'True') ??
    conditions.find((c) => c.status === 'False') ??
    conditions[0];
  return verdict('D', bad === undefined ? 'No condition says that it is ready.' : wordsOf(bad));
}

/** Flux (B9): `suspend` comes first for all that can be suspended. */
export const fluxLines = [
  line('kustomize.toolkit.fluxcd.io', 'Kustomization', suspended, noConditions('P'), flux('Ready')),
  line(
    'image.toolkit.fluxcd.io',
    'ImageRepository',
    suspended,
    noConditions('P'),
    scanning('NewGeneration', 'Scanning'),
    flux('Ready'),
  ),
  line('image.toolkit.fluxcd.io', 'ImageUpdateAutomation', suspended, noConditions('P'), flux('Ready')),
  line(
    'image.toolkit.fluxcd.io',
    'ImagePolicy',
    noConditions('P'),
    scanning('NewGeneration', 'AccessingRepository', 'ApplyingPolicy'),
    flux('Ready'),
  ),
  line('notification.toolkit.fluxcd.io', 'Receiver', suspended, noConditions('P'), onlyReady),
  line(
    'helm.toolkit.fluxcd.io',
    'HelmRelease',
    suspended,
    noConditions('P'),
    flux('Ready', 'Released|TestSuccess'),
  ),
  line(
    'source.toolkit.fluxcd.io',
    'HelmRepository',
    suspended,
    is('spec.type', 'oci', 'H', 'An OCI repository has nothing to fetch.'),
    noConditions('P'),
    flux('Ready', 'ArtifactInStorage'),
  ),
  line(
    'source.toolkit.fluxcd.io',
    'Bucket GitRepository HelmChart OCIRepository',
    suspended,
    noConditions('P'),
    flux('Ready', 'ArtifactInStorage'),
  ),
];
