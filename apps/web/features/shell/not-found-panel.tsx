'use client';
import { ButtonLink } from '@bowline/ui/button';
import { EmptyState } from '@bowline/ui/empty-state';
import { useTranslations } from 'use-intl';
import { urls } from '../../lib/urls.ts';

/** Missing or forbidden: both read the same, so that existence is not leaked. */
export function NotFoundPanel() {
  const t = useTranslations('common.notFound');
  return (
    <div className="p-6">
      <h1 className="sr-only">{t('title')}</h1>
      <EmptyState
        icon="unknown"
        title={t('title')}
        actions={<ButtonLink href={urls.home()}>{t('home')}</ButtonLink>}
      >
        {t('text')}
      </EmptyState>
    </div>
  );
}
