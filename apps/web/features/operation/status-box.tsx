'use client';
import { ProgressSegments } from '@bowline/ui/charts';
import { formatClock, formatDateTime, formatTime } from '@bowline/ui/format-time';
import { StepBadge, type StepState } from '@bowline/ui/status';
import { useLocale, useTranslations } from 'use-intl';
import styles from './operation.module.css';
import type { Operation } from './timeline.ts';
import { Said } from '../../lib/i18n/sentences/said.tsx';
import { useSentence } from '../../lib/i18n/sentences/use-sentence.ts';

const signs: Record<Operation['phase'], StepState> = {
  Waiting: 'Waiting',
  Running: 'Running',
  Terminating: 'Running',
  Succeeded: 'Succeeded',
  Failed: 'Failed',
  Error: 'Error',
};

/** Phase and clock, what it waits for, what stopping would leave, and how far it is. */
export function StatusBox({ operation, now }: { operation: Operation; now: number }) {
  const t = useTranslations('operation');
  const total = operation.steps.length;
  const done = operation.steps.filter((step) => step.state === 'done').length;
  const active = operation.steps.filter(
    (step) => step.state === 'running' || step.state === 'waiting-healthy',
  ).length;
  const say = useSentence();
  const start = Date.parse(operation.startedAt ?? operation.createdAt);
  const end = operation.finishedAt ? Date.parse(operation.finishedAt) : now;
  return (
    <div className={styles.status} role="status" aria-live="off">
      <div className={styles.phase}>
        <StepBadge state={signs[operation.phase]} label={t(`phase.${operation.phase}`)} />
        <div className={styles.clock} suppressHydrationWarning>
          {formatClock(end - start)}
        </div>
      </div>
      <div>
        <p className={styles.sentence}>
          <Sentence operation={operation} />
        </p>
        {operation.stopEffect !== '' && (
          <p className={styles.effect}>{t('ifStopped', { effect: say(operation.stopEffect) })}</p>
        )}
      </div>
      {total > 0 && (
        <div className={styles.progress}>
          <b>{t('steps', { done, total })}</b>
          <ProgressSegments
            total={Math.min(total, 40)}
            done={Math.round((done / total) * Math.min(total, 40))}
            active={active > 0 ? 1 : 0}
            label={t('steps', { done, total })}
          />
        </div>
      )}
    </div>
  );
}

function Sentence({ operation }: { operation: Operation }) {
  const t = useTranslations('operation');
  const locale = useLocale();
  const { phase, waitingFor, decision, nextRetryAt, message } = operation;
  if (nextRetryAt && phase === 'Running') {
    return (
      <>
        <Said text={message} /> {t('retryAt', { time: formatTime(nextRetryAt, locale, { seconds: true }) })}
      </>
    );
  }
  if (phase === 'Waiting') {
    const reasons = decision?.reasons.map((reason) => reason.message).join(' ') ?? waitingFor;
    return (
      <>
        <b>{t('waiting')}</b> <Said text={reasons || message} />
        {decision?.nextAt && ` (${t('nextAt', { time: formatDateTime(decision.nextAt, locale) })})`}
      </>
    );
  }
  if (waitingFor !== '') return <Said text={waitingFor} />;
  // Why it failed stands above, with what can be done about it.
  if (phase === 'Failed' || phase === 'Error')
    return t('stays', { done: operation.steps.filter(({ state }) => state === 'done').length });
  if (message !== '') return <Said text={message} />;
  return phase === 'Running' ? t('running') : null;
}
