'use client';
import { Said } from '../../lib/i18n/sentences/said.tsx';
import { Icon, type IconName } from '@bowline/ui/icon';
import { TextLink } from '@bowline/ui/link';
import { Panel } from '@bowline/ui/panel';
import { RelativeTime } from '@bowline/ui/relative-time';
import { Timeline } from '@bowline/ui/timeline';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'use-intl';
import { Sentence } from '../../lib/activity-sentence.tsx';
import { api } from '../../lib/api/client.ts';
import { useNow } from '../../lib/now.tsx';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { hasPermission, useSession } from '../../lib/session/context.tsx';
import { urls, type AppRef } from '../../lib/urls.ts';

const icons: Record<string, IconName> = { succeeded: 'check', denied: 'lock', failed: 'degraded' };

/** The last things people and policies did with this Application. */
export function ActivityPanel({ app }: { app: AppRef }) {
  const t = useTranslations('application.overview');
  const locale = useLocale();
  const now = useNow();
  const session = useSession();
  const params = { project: app.project, application: app.name, limit: 8 };
  const isAllowed = hasPermission(session, 'activity:get');
  const query = useQuery({
    // Below the application's key: its topic refreshes this too.
    queryKey: [...queryKeys.app(app), 'activity'],
    queryFn: ({ signal }) => api.call('listActivity', { query: params, signal }),
    enabled: isAllowed,
    placeholderData: undefined,
  });
  if (!isAllowed) return null;
  const events = query.data?.items ?? [];
  return (
    <Panel
      title={t('activity')}
      end={
        <TextLink href={urls.activity({ project: app.project, application: app.name })}>
          {t('allActivity')}
        </TextLink>
      }
    >
      {query.isError && !query.data && (
        <ProblemPanel what={t('activityWhat')} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data && events.length === 0 && <p className="text-sm text-fg-2">{t('noActivity')}</p>}
      {events.length > 0 && (
        <Timeline
          label={t('activity')}
          items={events.map((event) => ({
            id: event.id,
            time: <RelativeTime value={event.at} now={now} locale={locale} />,
            icon: <Icon name={icons[event.outcome] ?? 'info'} size={14} />,
            children: (
              <>
                <Sentence event={event} />{' '}
                {event.message && (
                  <span className="text-fg-2">
                    <Said text={event.message} />
                  </span>
                )}
              </>
            ),
          }))}
        />
      )}
    </Panel>
  );
}
