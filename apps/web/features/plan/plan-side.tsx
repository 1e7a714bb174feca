'use client';
import { Icon } from '@bowline/ui/icon';
import { Panel } from '@bowline/ui/panel';
import { formatDateTime } from '@bowline/ui/format-time';
import { useLocale, useTranslations } from 'use-intl';
import { repositoryName, shortRevision } from '../../lib/revision.ts';
import { parseKey } from '../../lib/resource-key.ts';
import { ApprovalsPanel } from './approvals-panel.tsx';
import type { Gates } from './gates.ts';
import { OptionsPanel } from './options-panel.tsx';
import type { Plan } from './plan.ts';
import styles from './plan.module.css';
import { Said } from '../../lib/i18n/sentences/said.tsx';

/** Who agreed, from what, checked how, with which options, and what stays undone. */
export function PlanSide({ plan, gates }: { plan: Plan; gates: Gates }) {
  return (
    <div className={styles.side}>
      <ApprovalsPanel plan={plan} gates={gates} />
      <SourcesPanel plan={plan} />
      <ChecksPanel plan={plan} />
      {plan.kind !== 'edit' && plan.kind !== 'delete' && <OptionsPanel plan={plan} />}
      <NotDoingPanel plan={plan} />
    </div>
  );
}

function SourcesPanel({ plan }: { plan: Plan }) {
  const t = useTranslations('plan.sources');
  if (plan.revisions.length === 0 && plan.restores === null) return null;
  return (
    <Panel title={t('title')}>
      {plan.restores !== null && (
        <div className={styles.source}>
          <Icon name="undo" />
          <b>{t('stored', { release: plan.restores })}</b>
        </div>
      )}
      {plan.revisions.map((source) => (
        <div key={`${source.repoURL}${source.revision}`} className={styles.source}>
          <Icon name={source.renderer === 'helm' ? 'sets' : 'git'} />
          <b title={source.repoURL}>{repositoryName(source.repoURL)}</b>
          <div className="mono">
            {source.targetRevision} <span className="text-fg-3">→</span>{' '}
            <span className="text-fg" title={source.revision}>
              {shortRevision(source.revision)}
            </span>
          </div>
          {source.message && <div>“{source.message.split('\n')[0]}”</div>}
          <div className="text-xs text-fg-3">
            {[source.author, source.renderer, source.tool].filter(Boolean).join(' · ')}
          </div>
        </div>
      ))}
    </Panel>
  );
}

function ChecksPanel({ plan }: { plan: Plan }) {
  const t = useTranslations('plan.checks');
  const locale = useLocale();
  if (plan.state !== 'open') return null;
  const blockers = plan.risks.filter((risk) => risk.severity === 'block').length;
  const { kind, reasons } = plan.decision;
  const heading = kind === 'run' ? 'ok' : kind;
  // Ticks and approvals have panels of their own.
  const others = reasons.filter((reason) => reason.code !== 'risk_unticked' && reason.code !== 'allowed');
  return (
    <Panel title={t('title')}>
      <ul className={styles.ticks}>
        <li>
          <Icon
            name={blockers === 0 ? 'check' : 'degraded'}
            className={blockers === 0 ? 'text-ok' : 'text-bad'}
          />
          <span>{t('blockers', { count: blockers })}</span>
        </li>
        <li>
          <Icon
            name={kind === 'run' ? 'check' : kind === 'refuse' ? 'degraded' : 'todo'}
            className={kind === 'run' ? 'text-ok' : kind === 'refuse' ? 'text-bad' : 'text-warn'}
          />
          <span>{t(heading)}</span>
        </li>
        {others.map((reason) => (
          <li key={`${reason.code}${reason.message}`}>
            <span className="w-4 flex-none" />
            <span>
              <Said text={reason.message} />
              {reason.nextAt && (
                <span className="text-fg-3">
                  {' '}
                  {t('nextAt', { time: formatDateTime(reason.nextAt, locale) })}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const shownMax = 6;

function NotDoingPanel({ plan }: { plan: Plan }) {
  const t = useTranslations('plan.notDoing');
  const hidden = plan.objects.reduce((sum, object) => sum + object.hidden.length, 0);
  const excluded = plan.excluded.map((id) => ({ id, text: t('excluded', { name: nameOf(id) }) }));
  const kept = plan.objects
    .filter((object) => object.action === 'none' && object.verdict === 'extra')
    .map((object) => ({ id: object.id, text: t('kept', { name: nameOf(object.id) }) }));
  const all = [...excluded, ...kept];
  if (hidden === 0 && all.length === 0) return null;
  return (
    <Panel title={t('title')}>
      <ul className={styles.ticks}>
        {hidden > 0 && (
          <li>
            <Icon name="ignored" className="text-fg-3" />
            <span>{t('hidden', { count: hidden })}</span>
          </li>
        )}
        {all.slice(0, shownMax).map((item) => (
          <li key={item.id}>
            <Icon name="x" className="text-fg-3" />
            <span>{item.text}</span>
          </li>
        ))}
        {all.length > shownMax && <li>{t('more', { count: all.length - shownMax })}</li>}
      </ul>
    </Panel>
  );
}

function nameOf(id: string): string {
  const key = parseKey(id);
  return key ? `${key.kind} ${key.name}` : id;
}
