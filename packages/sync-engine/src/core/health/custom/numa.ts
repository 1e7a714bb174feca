import type { KubeObject } from '../../model.ts';
import { at, conditionsOf, textAt, wordsOf } from '../read.ts';
import {
  byValue,
  line,
  noStatus,
  otherwise,
  type Rule,
  rule,
  sameGeneration,
  verdict,
  when,
} from '../rules.ts';

const progressive = 'numaplane.numaproj.io/progressive-result-state';

/** Numaflow: any condition False fails the whole; a paused one is as it should be. */
const failed: Rule = rule(
  `any condition False, phase Failed, or label ${progressive} failed → Degraded`,
  (object) => {
    const bad = conditionsOf(object).findLast((c) => c.status === 'False');
    if (textAt(object, 'status.phase') === 'Failed')
      return verdict(
        'D',
        textAt(object, 'status.message') || (bad === undefined ? 'It failed.' : wordsOf(bad)),
      );
    if (object.metadata.labels?.[progressive] === 'failed' && object.kind !== 'Vertex')
      return verdict('D', 'The progressive upgrade failed.');
    return bad === undefined ? null : verdict('D', wordsOf(bad));
  },
);

/** Numaplane: what an upgrade in progress hides, unless it has failed. */
function upgrading(isProgressive: boolean): Rule {
  return rule(
    `phase Pending or upgradeInProgress${isProgressive ? ', unless ProgressiveUpgradeSucceeded is False' : ''} → Progressing`,
    (object: KubeObject) => {
      const upgrade = textAt(object, 'status.upgradeInProgress');
      const isMoving = upgrade !== '' || at(object, 'status.phase') === 'Pending';
      const isFailed =
        isProgressive &&
        conditionsOf(object).some((c) => c.type === 'ProgressiveUpgradeSucceeded' && c.status === 'False');
      return isMoving && !isFailed
        ? verdict('P', upgrade === '' ? 'The phase is Pending.' : `Upgrading (${upgrade}).`)
        : null;
    },
  );
}

function rolloutOf(child: string): Rule[] {
  return [
    noStatus('P'),
    sameGeneration,
    upgrading(true),
    when('ChildResourcesHealthy=False/Progressing P'),
    byValue('status.phase', { D: 'Failed' }, { messagePath: 'status.message' }),
    when(`ChildResourcesHealthy=False/${child}Failed D`, 'ProgressiveUpgradeSucceeded=False D'),
    when('PipelinePausingOrPaused|MonoVertexPausingOrPaused=True H', 'ChildResourcesHealthy=True H'),
    otherwise('U', ''),
  ];
}

/** Numaflow and Numaplane (B9). */
export const numaLines = [
  line(
    'numaflow.numaproj.io',
    'Pipeline',
    noStatus('P'),
    sameGeneration,
    failed,
    byValue('status.phase', { H: 'Running|Paused|Pausing' }),
  ),
  line(
    'numaflow.numaproj.io',
    'MonoVertex Vertex',
    noStatus('P'),
    sameGeneration,
    failed,
    byValue('status.phase', { H: 'Running|Paused' }),
  ),
  line(
    'numaflow.numaproj.io',
    'InterStepBufferService',
    noStatus('P'),
    sameGeneration,
    failed,
    byValue('status.phase', { H: 'Running' }),
  ),
  line('numaplane.numaproj.io', 'PipelineRollout', ...rolloutOf('Pipeline')),
  line('numaplane.numaproj.io', 'MonoVertexRollout', ...rolloutOf('MonoVertex')),
  line('numaplane.numaproj.io', 'ISBServiceRollout', ...rolloutOf('ISBSvc')),
  line(
    'numaplane.numaproj.io',
    'NumaflowControllerRollout NumaflowController',
    noStatus('P'),
    sameGeneration,
    upgrading(false),
    when('ChildResourcesHealthy=False/Progressing P'),
    byValue('status.phase', { D: 'Failed' }, { messagePath: 'status.message' }),
    when('ChildResourcesHealthy=False D', 'ChildResourcesHealthy=True H'),
    otherwise('U', ''),
  ),
];
