'use client';
import { Button, ButtonLink } from '@bowline/ui/button';
import { Notice } from '@bowline/ui/notice';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { formatKey } from '../../lib/resource-key.ts';
import { urls } from '../../lib/urls.ts';
import { useBuildPlan } from '../../lib/use-build-plan.ts';
import type { Operation } from './timeline.ts';
import { useSentence } from '../../lib/i18n/sentences/use-sentence.ts';
import { Said } from '../../lib/i18n/sentences/said.tsx';

/** How it ended and what comes next; the failed objects stand on top. */
export function Outcome({ operation }: { operation: Operation }) {
  if (operation.phase === 'Succeeded') return <Succeeded operation={operation} />;
  if (operation.phase === 'Failed' || operation.phase === 'Error') return <Failed operation={operation} />;
  return null;
}

function Succeeded({ operation }: { operation: Operation }) {
  const t = useTranslations('operation.done');
  const ref = { project: operation.project, name: operation.application };
  if (operation.planKind === 'delete') {
    return <Notice tone="ok" role="status" title={t('deleted', { app: operation.application })} />;
  }
  return (
    <Notice
      tone="ok"
      role="status"
      title={operation.releaseNumber === null ? t('plain') : t('title', { number: operation.releaseNumber })}
      actions={
        <>
          {operation.releaseNumber !== null && (
            <ButtonLink size="sm" variant="ghost" href={urls.release(ref, operation.releaseNumber)}>
              {t('release')}
            </ButtonLink>
          )}
          <ButtonLink size="sm" href={urls.app(ref)}>
            {t('app')}
          </ButtonLink>
        </>
      }
    />
  );
}

function Failed({ operation }: { operation: Operation }) {
  const t = useTranslations('operation.failed');
  const say = useSentence();
  const plan = useBuildPlan();
  const ref = { project: operation.project, name: operation.application };
  const failed = operation.steps.filter((step) => step.state === 'failed');
  return (
    <>
      <Notice
        tone="bad"
        role="status"
        title={t(operation.phase === 'Error' ? 'error' : 'title', { message: say(operation.message) })}
        actions={
          operation.planKind !== 'delete' && (
            <>
              <ButtonLink size="sm" variant="ghost" icon="undo" href={urls.app(ref, 'history')}>
                {t('rollback')}
              </ButtonLink>
              <Button
                size="sm"
                variant="primary"
                isBusy={plan.isPending}
                onClick={() => plan.mutate({ kind: 'sync', project: ref.project, application: ref.name })}
              >
                {t('again')}
              </Button>
            </>
          )
        }
      >
        {failed.map((step) => (
          <span key={step.index} className="block">
            {!operation.message.includes(step.message) && (
              <>
                {step.key.kind} {step.key.name}: <Said text={step.message} />{' '}
              </>
            )}
            <ButtonLink size="xs" variant="ghost" href={urls.resource(ref, formatKey(step.key))}>
              {t('object', { name: step.key.name })}
            </ButtonLink>
          </span>
        ))}
      </Notice>
      <ActionProblem title={t('planFailed')} error={plan.error} />
    </>
  );
}
