'use client';
import { KeyValue } from '@bowline/ui/key-value';
import { TextLink } from '@bowline/ui/link';
import { Page, PageHeader } from '@bowline/ui/page-header';
import { Panel } from '@bowline/ui/panel';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { ShortcutList } from './shortcuts-help.tsx';

/** Shortcuts and what this installation is made of. */
export function HelpPage() {
  const t = useTranslations('shell');
  const tCommon = useTranslations('common');
  const query = useQuery({
    queryKey: queryKeys.system(),
    queryFn: ({ signal }) => api.call('getSystem', { signal }),
  });
  const system = query.data;
  return (
    <Page width="narrow">
      <PageHeader title={t('nav.help')} />
      <Panel title={t('help.title')}>
        <ShortcutList isGridHere />
      </Panel>
      <Panel title={t('help.about')} end={<TextLink href="/openapi.json">{t('help.api')}</TextLink>}>
        {query.isPending && <SkeletonRows rows={3} label={tCommon('loading')} />}
        {query.isError && (
          <ProblemPanel what={t('help.about')} error={query.error} onRetry={() => void query.refetch()} />
        )}
        {system && (
          <KeyValue
            items={[
              { label: t('help.version'), value: system.version },
              { label: t('help.installation'), value: <span className="mono">{system.installationId}</span> },
              ...system.tools.map((tool) => ({
                label: tool.name,
                value: tool.available
                  ? `${tool.version} · ${tool.origin}`
                  : t('help.toolMissing', { reason: tool.reason }),
              })),
            ]}
          />
        )}
      </Panel>
    </Page>
  );
}
