'use client';
import { EmptyState } from '@bowline/ui/empty-state';
import { Field, Select } from '@bowline/ui/field';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { ProblemPanel } from '../../lib/problem.tsx';
import type { AppRef } from '../../lib/urls.ts';
import { LogPane } from './log-pane.tsx';
import { logTargets } from './log-targets.ts';
import { useTree } from './use-tree.ts';

/** Logs of one workload or Pod of the Application, chosen here. */
export function LogsPage({ app }: { app: AppRef }) {
  const t = useTranslations('resources');
  const tCommon = useTranslations('common');
  const [chosen, setChosen] = useQueryState('id');
  const query = useTree(app);
  if (query.isPending) return <SkeletonRows label={tCommon('loading')} />;
  if (!query.data) {
    return <ProblemPanel what={t('what')} error={query.error} onRetry={() => void query.refetch()} />;
  }
  const targets = logTargets(query.data.nodes);
  const id = chosen ?? targets[0]?.id;
  if (!id) {
    return (
      <EmptyState icon="terminal" title={t('logs.noTargets')}>
        {t('logs.noTargetsText')}
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <h2 className="sr-only">{t('logs.title')}</h2>
      <Field label={t('logs.resource')} className="max-w-[420px]">
        <Select value={id} onChange={(event) => void setChosen(event.target.value)}>
          {targets.map((node) => (
            <option key={node.id} value={node.id}>
              {node.key.kind} {node.key.name}
            </option>
          ))}
        </Select>
      </Field>
      <LogPane key={id} app={app} id={id} height="calc(100dvh - 420px)" />
    </div>
  );
}
