'use client';
import { Button, ButtonLink } from '@bowline/ui/button';
import { formatDateTime, formatTime } from '@bowline/ui/format-time';
import { Notice } from '@bowline/ui/notice';
import { useLocale, useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { cannot } from '../../lib/can.ts';
import { urls } from '../../lib/urls.ts';
import type { Application } from '../../lib/use-app.ts';
import { useResume } from './use-resume.ts';
import { Said } from '../../lib/i18n/sentences/said.tsx';
import { useSentence } from '../../lib/i18n/sentences/use-sentence.ts';

/** States that change how everything below is to be read: deleting, conditions, a Hold. */
export function AppNotices({ app }: { app: Application }) {
  const { hold, conditions } = app.status;
  if (!hold && conditions.length === 0 && !app.metadata.deletionTimestamp) return null;
  return (
    <div className="flex flex-col gap-2">
      {app.metadata.deletionTimestamp && <DeletingNotice app={app} since={app.metadata.deletionTimestamp} />}
      {conditions.map((condition) => (
        <ConditionNotice
          key={`${condition.type}${condition.code}${condition.message}`}
          condition={condition}
        />
      ))}
      {hold && <HoldNotice app={app} hold={hold} />}
    </div>
  );
}

function DeletingNotice({ app, since }: { app: Application; since: string }) {
  const t = useTranslations('application.deleting');
  const locale = useLocale();
  const { operation } = app.status;
  const say = useSentence();
  return (
    <Notice
      tone="busy"
      role="status"
      title={t('title', { time: formatTime(since, locale) })}
      actions={
        operation && (
          <ButtonLink size="sm" href={urls.operation(operation.id)}>
            {t('open')}
          </ButtonLink>
        )
      }
    >
      {operation?.message ? t('waits', { message: say(operation.message) }) : null}
    </Notice>
  );
}

type Condition = Application['status']['conditions'][number];

function ConditionNotice({ condition }: { condition: Condition }) {
  const t = useTranslations('application.condition');
  const locale = useLocale();
  const isWarning = condition.severity === 'warning' || condition.type === 'RenderWarning';
  const type = condition.type as 'RenderFailed'; // asked below whether it is a known one
  return (
    <Notice tone={isWarning ? 'warn' : 'bad'} role="status" title={t.has(type) ? t(type) : condition.type}>
      <Said text={condition.message} code={condition.code} />{' '}
      <span className="text-fg-3">
        <span className="mono">{condition.code}</span>{' '}
        {t('since', { time: formatTime(condition.lastTransitionTime, locale) })}
      </span>
      {!isWarning && <span className="block">{t('kept')}</span>}
    </Notice>
  );
}

function HoldNotice({ app, hold }: { app: Application; hold: NonNullable<Application['status']['hold']> }) {
  const t = useTranslations('application.hold');
  const locale = useLocale();
  const resume = useResume({ project: app.metadata.project, name: app.metadata.name });
  const end = hold.untilTime
    ? t('untilTime', { time: formatDateTime(hold.untilTime, locale) })
    : t(hold.untilDesiredDigestNot && !hold.untilResumed ? 'untilDigest' : 'untilResumed');
  return (
    <>
      <Notice
        icon="pause"
        role="status"
        title={t('title', { owner: hold.owner })}
        actions={
          <Button
            size="sm"
            icon="play"
            isBusy={resume.isPending}
            disabledReason={cannot(app.can, 'sync')}
            onClick={() => resume.mutate()}
          >
            {t('resume')}
          </Button>
        }
      >
        {hold.reason} · {end}
      </Notice>
      <ActionProblem title={t('resumeFailed')} error={resume.error} />
    </>
  );
}
