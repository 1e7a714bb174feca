'use client';
import { ButtonLink } from '@bowline/ui/button';
import { Icon, type IconName } from '@bowline/ui/icon';
import { Link, TextLink } from '@bowline/ui/link';
import { SectionHeading } from '@bowline/ui/page-header';
import { RelativeTime } from '@bowline/ui/relative-time';
import { StatusIcon, healthSigns, syncSigns } from '@bowline/ui/status';
import type { ReactNode } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useNow } from '../../lib/now.tsx';
import styles from './home.module.css';
import { urls } from '../../lib/urls.ts';
import type { Home } from './home-page.tsx';
import { needHref, needTarget } from './need-links.ts';
import { Said } from '../../lib/i18n/sentences/said.tsx';

type Need = Home['rows'][number];
const groups = ['approvals', 'failing', 'degraded', 'drift', 'blocked', 'expiring'] as const;

/** Rows by urgency: object, one sentence, age, one action. The very first action is the page's filled button. */
export function NeedsList({ rows, counts }: { rows: readonly Need[]; counts: Home['counts'] }) {
  const t = useTranslations('home.groups');
  const tHome = useTranslations('home');
  const first = groups.flatMap((group) => rows.filter((row) => row.group === group))[0];
  return (
    <div className={styles.groups}>
      {groups.map((group) => {
        const members = rows.filter((row) => row.group === group);
        if (members.length === 0) return null;
        return (
          <section key={group} className={styles.group}>
            <SectionHeading size="sm" meta={Math.max(members.length, counts[group])}>
              {t(group)}
            </SectionHeading>
            <ul className={styles.rows}>
              {members.map((row) => (
                <NeedRow
                  key={`${row.project}/${row.name}/${row.action.kind}/${row.action.target}/${row.at}`}
                  row={row}
                  isFirst={row === first}
                />
              ))}
            </ul>
            {members.length < counts[group] && (
              <p className="text-xs text-fg-3">
                {tHome('shown', { shown: members.length, count: counts[group] })}{' '}
                <TextLink href={moreHref[group]}>{tHome('all')}</TextLink>
              </p>
            )}
          </section>
        );
      })}
    </div>
  );
}

/** Where the whole group is listed. */
const moreHref: Record<Need['group'], string> = {
  approvals: urls.approvals(),
  failing: urls.activity({ outcome: 'failed' }),
  degraded: urls.apps({ health: 'Degraded' }),
  drift: urls.apps({ reason: 'drift', auto: 'off' }),
  blocked: urls.apps({ auto: 'hold' }),
  expiring: urls.me('tokens'),
};

const signs: Record<Need['group'], ReactNode> = {
  approvals: <NeedIcon name="inbox" />,
  failing: <StatusIcon sign={healthSigns.Degraded} />,
  degraded: <StatusIcon sign={healthSigns.Degraded} />,
  drift: <StatusIcon sign={syncSigns.Drift} />,
  blocked: <StatusIcon sign={healthSigns.Unknown} />,
  expiring: <NeedIcon name="key" />,
};

function NeedIcon({ name }: { name: IconName }) {
  return <Icon name={name} className={styles.icon} />;
}

function NeedRow({ row, isFirst }: { row: Need; isFirst: boolean }) {
  const t = useTranslations('home.actions');
  const locale = useLocale();
  const now = useNow();
  return (
    <li className={styles.row}>
      <span className={styles.sign}>{signs[row.group]}</span>
      <span className={styles.object}>
        <Link href={needTarget(row)} className={styles.name}>
          {row.name}
        </Link>
        {row.project && <span className={styles.where}>{row.project}</span>}
      </span>
      <span className={styles.sentence}>
        <Said text={row.sentence} />
      </span>
      <span className={styles.age}>
        <RelativeTime value={row.at} now={now} locale={locale} />
      </span>
      <ButtonLink href={needHref(row)} variant={isFirst ? 'primary' : 'default'} className={styles.action}>
        {t(row.action.kind)}
      </ButtonLink>
    </li>
  );
}
