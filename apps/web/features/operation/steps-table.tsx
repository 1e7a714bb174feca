'use client';
import { formatClock, formatDuration } from '@bowline/ui/format-time';
import { Link } from '@bowline/ui/link';
import { OpMark, StepBadge, type OpKind, type StepState } from '@bowline/ui/status';
import { clsx } from 'clsx';
import { useLocale, useTranslations } from 'use-intl';
import { formatKey } from '../../lib/resource-key.ts';
import { urls } from '../../lib/urls.ts';
import styles from './operation.module.css';
import { axisOf, barOf, waveRows, type Axis, type Operation, type OperationStep } from './timeline.ts';
import { Said } from '../../lib/i18n/sentences/said.tsx';

const signs: Record<OperationStep['state'], StepState> = {
  waiting: 'Waiting',
  running: 'Running',
  'waiting-healthy': 'WaitingHealthy',
  done: 'Succeeded',
  failed: 'Failed',
  skipped: 'Skipped',
};
const waveSigns: Record<string, StepState> = {
  done: 'Succeeded',
  running: 'Running',
  waiting: 'Waiting',
  failed: 'Failed',
};

function opOf({ action, creates }: OperationStep): OpKind {
  if (action === 'hook') return 'hook';
  if (creates) return 'create';
  return action === 'prune' || action === 'delete' ? 'prune' : 'change';
}

/** Waves, their objects, and each on one time axis. */
export function StepsTable({ operation, now }: { operation: Operation; now: number }) {
  const t = useTranslations('operation');
  const tTerms = useTranslations('terms');
  const axis = axisOf(operation, now);
  return (
    <div role="table" aria-label={t('what')} className={styles.table}>
      <div role="row" className={styles.head}>
        <span role="columnheader">{t('columns.object')}</span>
        <span role="columnheader">{t('columns.state')}</span>
        <span role="columnheader" className={styles.elapsed}>
          {t('columns.elapsed')}
        </span>
        <span role="columnheader" className={styles.track}>
          <span className="sr-only">{t('timeline')}</span>
          {axis?.ticks.map((tick) => (
            <span
              key={tick.offsetMs}
              className={styles.tick}
              style={{ left: `${tick.left * 100}%` }}
              aria-hidden
            >
              {formatClock(tick.offsetMs)}
            </span>
          ))}
        </span>
      </div>
      {waveRows(operation.steps, operation.planKind === 'delete').map((wave) => (
        <div key={wave.id} role="rowgroup">
          <div role="row" className={styles.wave}>
            <span role="rowheader">
              <b>{wave.isPrune ? t('last') : tTerms('wave', { wave: wave.wave })}</b>{' '}
              <span className="text-xs text-fg-3">{wave.isPrune ? t('prune') : wave.phase}</span>
            </span>
            <span role="cell" className={styles.state}>
              <StepBadge state={waveSigns[wave.state] ?? 'Waiting'} label={t(`wave.${wave.state}`)} />
            </span>
            <span role="cell" className={styles.elapsed} />
            <span role="cell" className={styles.track}>
              <NowLine axis={axis} />
            </span>
          </div>
          {wave.steps.map((step) => (
            <StepRow key={step.index} operation={operation} step={step} axis={axis} now={now} />
          ))}
        </div>
      ))}
    </div>
  );
}

type StepRowProps = {
  operation: Operation;
  step: OperationStep;
  axis: Axis | null;
  now: number;
};

function StepRow({ operation, step, axis, now }: StepRowProps) {
  const t = useTranslations('operation');
  const tOp = useTranslations('terms.op');
  const locale = useLocale();
  const ref = { project: operation.project, name: operation.application };
  const isMoving = step.state === 'running' || step.state === 'waiting-healthy';
  const end = isMoving ? now : step.finishedAt ? Date.parse(step.finishedAt) : null;
  const bar = axis && barOf(step, axis, now);
  const op = opOf(step);
  return (
    <div role="row" className={styles.row}>
      <span role="rowheader" className={styles.object}>
        <OpMark kind={op} label={tOp(op)} />
        <span>
          <span className="text-fg-3">{step.key.kind}</span>{' '}
          <Link href={urls.resource(ref, formatKey(step.key))} className="font-medium" title={step.key.name}>
            {step.key.name}
          </Link>
        </span>
      </span>
      <span role="cell" className={styles.state}>
        <StepBadge
          state={signs[step.state]}
          label={isMoving && step.message ? <Said text={step.message} /> : t(`state.${step.state}`)}
        />
        {!isMoving && step.message !== '' && (
          <span className={clsx(styles.message, 'block')}>
            <Said text={step.message} />
          </span>
        )}
      </span>
      <span role="cell" className={styles.elapsed} suppressHydrationWarning>
        {step.startedAt && end !== null
          ? formatDuration(Math.max(0, end - Date.parse(step.startedAt)), locale)
          : ''}
      </span>
      <span role="cell" className={styles.track}>
        {bar && (
          <span
            className={clsx(styles.bar, isMoving && styles.busy, step.state === 'failed' && styles.bad)}
            style={{ left: `${bar.left * 100}%`, width: `${bar.width * 100}%` }}
            aria-hidden
          />
        )}
        <NowLine axis={axis} />
      </span>
    </div>
  );
}

function NowLine({ axis }: { axis: Axis | null }) {
  if (axis === null || axis.now === null) return null;
  return <span className={styles.now} style={{ left: `${Math.min(1, axis.now) * 100}%` }} aria-hidden />;
}
