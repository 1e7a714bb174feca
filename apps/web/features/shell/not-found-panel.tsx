import { EmptyState } from '@bowline/ui/empty-state';
import { getTranslator } from '../../lib/i18n/server.ts';
import { urls } from '../../lib/urls.ts';

/**
 * Missing or forbidden: both read the same, so that existence is not leaked. Made on the server, because every route would
 * have to carry it.
 */
export async function NotFoundPanel() {
  const t = await getTranslator();
  return (
    <div className="p-6">
      <h1 className="sr-only">{t('common.notFound.title')}</h1>
      <EmptyState
        icon="unknown"
        title={t('common.notFound.title')}
        actions={
          <a href={urls.home()} className="link">
            {t('common.notFound.home')}
          </a>
        }
      >
        {t('common.notFound.text')}
      </EmptyState>
    </div>
  );
}
