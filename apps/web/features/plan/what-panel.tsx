'use client';
import { Panel } from '@bowline/ui/panel';
import { Notice } from '@bowline/ui/notice';
import { OpMark, type OpKind } from '@bowline/ui/status';
import { useTranslations } from 'use-intl';
import { rich } from '../../lib/i18n/rich.tsx';
import { stepCount, type Plan } from './plan.ts';
import styles from './plan.module.css';
import { Said } from '../../lib/i18n/sentences/said.tsx';

/** The plan in one or two sentences and four numbers. */
export function WhatPanel({ plan }: { plan: Plan }) {
  const t = useTranslations('plan');
  const tOp = useTranslations('terms.op');
  const counts: [OpKind, number][] = [
    ['create', plan.counts.create],
    ['change', plan.counts.change],
    ['prune', plan.counts.prune],
    ['hook', plan.counts.hook],
  ];
  return (
    <Panel title={t(plan.state === 'executed' ? 'panel.titlePast' : 'panel.title')}>
      <p className={styles.say}>
        <Sentence plan={plan} />
        {plan.counts.restartPods > 0 && ` ${t('say.restart', { count: plan.counts.restartPods })}`}
      </p>
      {counts.some(([, count]) => count > 0) && (
        <ul className={styles.stats}>
          {counts
            .filter(([, count]) => count > 0)
            .map(([op, count]) => {
              const word = tOp(op === 'prune' && plan.kind === 'delete' ? 'delete' : op);
              return (
                <li key={op}>
                  <OpMark kind={op} label={word} />
                  <span>
                    <b>{count}</b> {word}
                  </span>
                </li>
              );
            })}
        </ul>
      )}
      {plan.warnings.length > 0 && (
        <Notice tone="warn" className="mt-3" title={t('warnings', { count: plan.warnings.length })}>
          <Said text={plan.warnings.map((warning) => warning.message).join(' ')} />
        </Notice>
      )}
    </Panel>
  );
}

function Sentence({ plan }: { plan: Plan }) {
  const t = useTranslations('plan.say');
  const count = stepCount(plan);
  const { namespace, cluster } = plan.destination;
  if (plan.kind === 'edit') return t('edit', { count });
  const steps =
    count === 0 ? t('none') : t.rich('sync', { ...rich, count, namespace: namespace || '–', cluster });
  if (plan.kind === 'rollback') {
    return (
      <>
        {t('rollback', { release: plan.restores ?? 0 })} {steps}
      </>
    );
  }
  if (plan.kind === 'delete') {
    return (
      <>
        {t(`delete.${plan.cascade ?? 'foreground'}`)} {plan.cascade === 'keep' ? null : steps}
      </>
    );
  }
  return steps;
}
