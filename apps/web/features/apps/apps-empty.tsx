'use client';
import { Button, ButtonLink } from '@bowline/ui/button';
import { EmptyState } from '@bowline/ui/empty-state';
import { useTranslations } from 'use-intl';
import { urls } from '../../lib/urls.ts';
import { filterNames } from './filters.ts';
import type { useListState } from './use-app-list.ts';

/** Three different silences: nothing exists, nothing matches, nothing you may see. */
export function AppsEmpty({
  hasFilter,
  state,
  canSeeAny,
}: {
  hasFilter: boolean;
  state: ReturnType<typeof useListState>;
  canSeeAny: boolean;
}) {
  const t = useTranslations('apps');
  if (hasFilter) {
    const words = filterNames.flatMap((name) =>
      state.filters[name]?.length ? [`${t(`filters.${name}`)} ${state.filters[name].join(', ')}`] : [],
    );
    const clear = () => {
      void state.setQ(null);
      state.setFilters({});
    };
    return (
      <EmptyState
        icon="filter"
        title={t('empty.noMatch')}
        actions={<Button onClick={clear}>{t('empty.clear')}</Button>}
      >
        {t('empty.noMatchText', { filters: [state.q, ...words].filter(Boolean).join(' · ') })}
      </EmptyState>
    );
  }
  if (!canSeeAny) {
    return (
      <EmptyState icon="lock" title={t('empty.forbidden')}>
        {t('empty.forbiddenText')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon="apps"
      title={t('empty.none')}
      actions={
        <ButtonLink href={urls.newApp()} variant="primary">
          {t('new')}
        </ButtonLink>
      }
    >
      {t('empty.noneText')}
    </EmptyState>
  );
}
