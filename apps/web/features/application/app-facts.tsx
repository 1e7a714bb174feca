'use client';
import { formatAge } from '@bowline/ui/format-time';
import { Link } from '@bowline/ui/link';
import { Fact, FactRow } from '@bowline/ui/panel';
import { StepBadge, type StepState } from '@bowline/ui/status';
import { useLocale, useTranslations } from 'use-intl';
import { useActorName } from '../../lib/actor.tsx';
import { useNow } from '../../lib/now.tsx';
import { shortRevision } from '../../lib/revision.ts';
import { urls } from '../../lib/urls.ts';
import type { Application } from '../../lib/use-app.ts';
import { useSentence } from '../../lib/i18n/sentences/use-sentence.ts';

/** What git says, what runs, and what is being done about it. */
export function AppFacts({ app }: { app: Application }) {
  const t = useTranslations('application');
  return (
    <FactRow>
      <Fact label={t('desired')}>
        <Desired app={app} />
      </Fact>
      <Fact label={t('live')}>
        <Live app={app} />
      </Fact>
      <Fact label={t('operation')}>
        <OperationFact app={app} />
      </Fact>
    </FactRow>
  );
}

function Desired({ app }: { app: Application }) {
  const t = useTranslations('application');
  const locale = useLocale();
  const now = useNow();
  const source = app.status.desired.sources[0];
  const more = app.spec.sources.length - 1;
  if (!source) return <span className="text-fg-3">{t('unresolved')}</span>;
  const by = [source.author, source.date && formatAge(Date.parse(source.date), now, locale, 'relative')]
    .filter(Boolean)
    .join(', ');
  return (
    <>
      <div>
        <span className="mono font-semibold" title={source.revision}>
          {shortRevision(source.revision)}
        </span>{' '}
        {source.targetRevision}
        {more > 0 && <span className="text-fg-3"> {t('moreSources', { count: more })}</span>}
      </div>
      <div className="truncate text-xs text-fg-2" title={source.message}>
        {[source.message.split('\n')[0], by].filter(Boolean).join(' · ')}
      </div>
    </>
  );
}

function Live({ app }: { app: Application }) {
  const t = useTranslations('application');
  const locale = useLocale();
  const now = useNow();
  const nameOf = useActorName();
  const { release } = app.status;
  if (!release) return <span className="text-fg-3">{t('neverReleased')}</span>;
  const ref = { project: app.metadata.project, name: app.metadata.name };
  return (
    <>
      <div>
        <span className="mono font-semibold" title={release.revision}>
          {shortRevision(release.revision)}
        </span>{' '}
        <Link className="link" href={urls.release(ref, release.number)}>
          #{release.number}
        </Link>
      </div>
      <div className="truncate text-xs text-fg-2">
        {nameOf(release.by)}, {formatAge(Date.parse(release.at), now, locale, 'relative')}
      </div>
    </>
  );
}

const states: Record<string, StepState> = {
  Waiting: 'Waiting',
  Running: 'Running',
  Terminating: 'Running',
  Succeeded: 'Succeeded',
  Failed: 'Failed',
  Error: 'Error',
};

function OperationFact({ app }: { app: Application }) {
  const t = useTranslations('application');
  const tPhase = useTranslations('status.operation');
  const locale = useLocale();
  const now = useNow();
  const { operation, reconciledAt, decision } = app.status;
  const phase = operation?.phase as 'Running' | undefined; // the phases of the contract
  const reason = decision && decision.kind !== 'run' ? decision.reasons[0]?.message : undefined;
  const said = useSentence()(operation?.message || reason || '');
  const compared = reconciledAt
    ? t('lastReconciled', { age: formatAge(Date.parse(reconciledAt), now, locale, 'relative') })
    : '';
  return (
    <>
      <div>
        {operation && phase ? (
          <>
            <StepBadge state={states[phase] ?? 'Waiting'} label={tPhase(phase)} />{' '}
            <Link href={urls.operation(operation.id)} className="link">
              #{operation.number}
            </Link>
          </>
        ) : (
          t('noneRunning')
        )}
      </div>
      <div className="truncate text-xs text-fg-2" title={said || undefined}>
        {said || compared}
      </div>
    </>
  );
}
