'use client';
import { formatTime } from '@bowline/ui/format-time';
import { Icon } from '@bowline/ui/icon';
import { Panel } from '@bowline/ui/panel';
import { Avatar } from '@bowline/ui/tag';
import { useLocale, useTranslations } from 'use-intl';
import { useActorName } from '../../lib/actor.tsx';
import { cannot } from '../../lib/can.ts';
import { shortDigest } from '../../lib/revision.ts';
import { useSession } from '../../lib/session/context.tsx';
import type { Gates } from './gates.ts';
import type { Plan } from './plan.ts';
import styles from './plan.module.css';
import { Said } from '../../lib/i18n/sentences/said.tsx';

/** Who agreed to which digest, and whose agreement is missing. */
export function ApprovalsPanel({ plan, gates }: { plan: Plan; gates: Gates }) {
  const t = useTranslations('plan.approvals');
  const locale = useLocale();
  const session = useSession();
  const nameOf = useActorName();
  const required = plan.approvalsRequired;
  const mayNot = cannot(plan.can, 'approve');
  const isYourTurn = plan.state === 'open' && required > 0 && !gates.hasApproved;
  const reason = plan.decision.reasons.find((one) => one.code === 'approvals_missing')?.message;
  return (
    <Panel
      title={t('title')}
      end={required > 0 ? t('count', { count: gates.approvalCount, required }) : t('notRequired')}
    >
      <ul className={styles.people}>
        {plan.approvals.map((approval) => (
          <li key={`${approval.by.kind}${approval.by.name}${approval.at}`}>
            <Avatar name={approval.by.name} icon={approval.by.kind === 'user' ? undefined : 'bolt'} />
            <span className="min-w-0">
              <b title={approval.by.name}>{nameOf(approval.by)}</b>{' '}
              <span className={approval.counts ? undefined : 'text-warn'}>
                {t(approval.counts ? 'approved' : 'void')}
              </span>
              <span className="block text-xs text-fg-3">
                <span className="mono">{shortDigest(approval.digest)}</span> ·{' '}
                {formatTime(approval.at, locale, { seconds: true })}
              </span>
              {approval.note && (
                <span className="block text-xs text-fg-2">
                  <Said text={approval.note} />
                </span>
              )}
              {approval.comment && <span className="block text-xs text-fg-2">“{approval.comment}”</span>}
            </span>
            <Icon
              name={approval.counts ? 'healthy' : 'ignored'}
              className={approval.counts ? 'text-ok' : 'text-warn'}
            />
          </li>
        ))}
        {isYourTurn && (
          <li>
            <Avatar name={session.displayName || session.user} />
            <span className="min-w-0">
              <b>{t('you', { name: session.user })}</b>
              <span className="block text-xs text-fg-3">{mayNot === null ? t('yours') : t('mayNot')}</span>
            </span>
            <Icon name="todo" className="text-warn" />
          </li>
        )}
      </ul>
      {plan.state === 'open' && (
        <p
          className={plan.approvals.length > 0 || isYourTurn ? 'mt-2 text-xs text-fg-2' : 'text-xs text-fg-2'}
        >
          {mayNot ?? reason ?? (required === 0 ? t('none') : t('executing'))}
        </p>
      )}
    </Panel>
  );
}
