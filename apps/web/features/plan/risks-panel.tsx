'use client';
import { Checkbox } from '@bowline/ui/field';
import { Icon } from '@bowline/ui/icon';
import { Panel } from '@bowline/ui/panel';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import type { Plan, Risk } from './plan.ts';
import styles from './plan.module.css';
import { Said } from '../../lib/i18n/sentences/said.tsx';

type RisksProps = {
  plan: Plan;
  ticked: ReadonlySet<string>;
  onTick: (id: string, isTicked: boolean) => void;
};

/** Blockers, then risks that each need their own tick, then what is worth knowing. */
export function RisksPanels({ plan, ticked, onTick }: RisksProps) {
  const t = useTranslations('plan.risks');
  const of = (severity: Risk['severity']) => plan.risks.filter((risk) => risk.severity === severity);
  const [blockers, confirm, notices] = [of('block'), of('confirm'), of('notice')];
  const tickers = new Map(
    plan.approvals
      .filter((approval) => approval.counts)
      .flatMap((approval) => approval.tickedRisks.map((id) => [id, approval.by.name] as const)),
  );
  const count = confirm.filter((risk) => ticked.has(risk.id) || tickers.has(risk.id)).length;
  return (
    <>
      {blockers.length > 0 && (
        <Panel
          padding="flush"
          title={
            <span className="flex items-center gap-2">
              <Icon name="degraded" className="text-bad" />
              {t('blockers', { count: blockers.length })}
            </span>
          }
          end={t('blockersHint')}
        >
          {blockers.map((risk) => (
            <div key={risk.id} className={styles.risk}>
              <RiskText risk={risk} />
            </div>
          ))}
        </Panel>
      )}
      {confirm.length > 0 && (
        <Panel
          padding="flush"
          title={
            <span className="flex items-center gap-2">
              <Icon name="alert" className="text-warn" />
              {t('title', { count: confirm.length })}
            </span>
          }
          end={t('ticked', { ticked: count, total: confirm.length })}
        >
          {confirm.map((risk) => (
            <ConfirmRisk
              key={risk.id}
              risk={risk}
              ticker={tickers.get(risk.id)}
              isTicked={ticked.has(risk.id)}
              isOpen={plan.state === 'open'}
              onTick={onTick}
            />
          ))}
        </Panel>
      )}
      {notices.length > 0 && (
        <Panel title={t('notices')}>
          <ul className={styles.ticks}>
            {notices.map((risk) => (
              <li key={risk.id}>
                <Icon name="info" className="text-fg-3" />
                <span>
                  <Said text={risk.message} />
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function ConfirmRisk(props: {
  risk: Risk;
  ticker?: string;
  isTicked: boolean;
  isOpen: boolean;
  onTick: (id: string, isTicked: boolean) => void;
}) {
  const { risk, ticker, isTicked, isOpen, onTick } = props;
  const t = useTranslations('plan.risks');
  const textId = useId();
  return (
    <div className={styles.risk}>
      <Checkbox
        label={useRiskTitle(risk)}
        isLabelHidden
        aria-describedby={textId}
        checked={isTicked || ticker !== undefined}
        disabledReason={isOpen ? undefined : ' '}
        onChange={(event) => onTick(risk.id, event.target.checked)}
      />
      <div id={textId} className={styles.riskBody}>
        <RiskText risk={risk} />
        {ticker && !isTicked && <p className={styles.riskText}>{t('tickedBy', { names: ticker })}</p>}
      </div>
    </div>
  );
}

/** "Prune Job migrate-117". */
export function useRiskTitle(risk: Risk): string {
  const t = useTranslations('plan.risk');
  const code = risk.code as 'prune'; // asked below whether it is a known one
  const word = t.has(code) ? t(code) : risk.code;
  return risk.key ? `${word} ${risk.key.kind} ${risk.key.name}` : word;
}

function RiskText({ risk }: { risk: Risk }) {
  const t = useTranslations('plan.risk');
  const code = risk.code as 'prune'; // as above
  return (
    <div>
      <b>{t.has(code) ? t(code) : risk.code}</b>{' '}
      {risk.key && (
        <span>
          {risk.key.kind} {risk.key.name}
        </span>
      )}
      <p className={styles.riskText}>
        <Said text={risk.message} />
      </p>
    </div>
  );
}
