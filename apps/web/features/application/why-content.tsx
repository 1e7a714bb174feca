'use client';
import type { CallOutput } from '@bowline/contract/client';
import { Button, ButtonLink } from '@bowline/ui/button';
import { formatTime } from '@bowline/ui/format-time';
import { Link } from '@bowline/ui/link';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { CauseChain } from '@bowline/ui/timeline';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { formatKey } from '../../lib/resource-key.ts';
import { urls, type AppRef } from '../../lib/urls.ts';
import type { Application } from '../../lib/use-app.ts';
import { Said } from '../../lib/i18n/sentences/said.tsx';

export type WhyActions = {
  onPlan: () => void;
  /** The Plan is being built, or its page is on its way. */
  isPlanning: boolean;
  onRefresh: () => void;
  onHold: () => void;
};
type Explanation = CallOutput<'explainApplication'>;

/** One sentence, the chain of causes with evidence, what can be done, and why auto-sync did or did not run (ui.md, C13). */
export function WhyContent({
  app,
  onLeave,
  ...actions
}: WhyActions & { app: Application; onLeave?: () => void }) {
  const t = useTranslations('application.whyPanel');
  const tCommon = useTranslations('common');
  const ref = { project: app.metadata.project, name: app.metadata.name };
  const query = useQuery({
    queryKey: queryKeys.explain(ref),
    queryFn: ({ signal }) => api.call('explainApplication', { params: ref, signal }),
    placeholderData: undefined,
  });
  if (query.isPending) return <SkeletonRows rows={3} label={tCommon('loading')} />;
  if (!query.data) {
    return <ProblemPanel what={t('what')} error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <div className="flex flex-col gap-3">
      <p className="font-semibold">{query.data.summary ? <Said text={query.data.summary} /> : t('fine')}</p>
      {query.data.chain.length > 0 && <Chain app={ref} chain={query.data.chain} onLeave={onLeave} />}
      <Remedies app={ref} explanation={query.data} onLeave={onLeave} {...actions} />
      {query.data.decision && <AutoSyncDecision decision={query.data.decision} />}
    </div>
  );
}

function Chain({ app, chain, onLeave }: { app: AppRef; chain: Explanation['chain']; onLeave?: () => void }) {
  const t = useTranslations('application.whyPanel');
  const locale = useLocale();
  return (
    <CauseChain
      label={t('chain')}
      items={chain.map((link, index) => ({
        id: `${index}${link.message}`,
        children: (
          <>
            <Said text={link.message} />
            <span className="text-fg-3">
              {link.at && ` · ${formatTime(link.at, locale)}`}
              {link.certainty !== 'certain' && ` · ${t(`certainty.${link.certainty}`)}`}
            </span>
          </>
        ),
        end: link.key && (
          <Link className="link text-xs" href={urls.resource(app, formatKey(link.key))} onClick={onLeave}>
            {t('open')}
          </Link>
        ),
      }))}
    />
  );
}

function Remedies({
  app,
  explanation,
  onLeave,
  onPlan,
  isPlanning,
  onRefresh,
  onHold,
}: WhyActions & { app: AppRef; explanation: Explanation; onLeave?: () => void }) {
  const t = useTranslations('application');
  if (explanation.remedies.length === 0) return null;
  const leave = (act: () => void) => () => {
    onLeave?.();
    act();
  };
  return (
    <div className="flex flex-col gap-2">
      <h3>{t('whyPanel.remedies')}</h3>
      <ul className="flex flex-col gap-2 text-sm">
        {explanation.remedies.map((remedy) => {
          const key = `${remedy.action}${remedy.message}`;
          const resource = remedy.key && formatKey(remedy.key);
          const button = () => {
            switch (remedy.action) {
              case 'plan':
                return (
                  <Button size="xs" isBusy={isPlanning} onClick={leave(onPlan)}>
                    {t('remedy.plan')}
                  </Button>
                );
              case 'refresh':
                return (
                  <Button size="xs" onClick={leave(onRefresh)}>
                    {t('remedy.refresh')}
                  </Button>
                );
              case 'hold':
                return (
                  <Button size="xs" onClick={leave(onHold)}>
                    {t('remedy.hold')}
                  </Button>
                );
              case 'rollback':
                return (
                  <ButtonLink size="xs" href={urls.app(app, 'history')}>
                    {t('remedy.rollback')}
                  </ButtonLink>
                );
              case 'resume':
                return (
                  <ButtonLink size="xs" href={urls.app(app, 'policy')}>
                    {t('remedy.resume')}
                  </ButtonLink>
                );
              case 'fix-destination':
                return (
                  <ButtonLink size="xs" href={urls.app(app, 'settings')}>
                    {t('remedy.destination')}
                  </ButtonLink>
                );
              case 'logs':
                return (
                  <ButtonLink
                    size="xs"
                    href={resource ? urls.resource(app, resource, 'logs') : urls.app(app, 'logs')}
                  >
                    {t('remedy.logs')}
                  </ButtonLink>
                );
              default:
                return null;
            }
          };
          return (
            <li key={key} className="flex items-center justify-between gap-3">
              <span className="text-fg-2">
                <Said text={remedy.message} />
              </span>
              <span className="flex-none">{button()}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function AutoSyncDecision({ decision }: { decision: NonNullable<Explanation['decision']> }) {
  const t = useTranslations('application');
  const locale = useLocale();
  return (
    <div className="border-t border-line-soft pt-2 text-sm">
      <h3>{t('whyPanel.auto')}</h3>
      <p className="text-fg-2">
        {t(`decision.${decision.kind}`)}{' '}
        <Said text={decision.reasons.map((reason) => reason.message).join(' ')} />
        {decision.nextAt && ` (${formatTime(decision.nextAt, locale)})`}
      </p>
    </div>
  );
}
