'use client';
import { useTranslations } from 'use-intl';

/** The frame around the pages threw. Plain elements only: every page pays for this one, the sign-in page too. */
export function FrameFailed({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('common');
  return (
    <main className="flex flex-col items-start gap-3 p-6">
      <h1>{t('error.page')}</h1>
      <p role="alert" className="[overflow-wrap:anywhere]">
        {error.message}
      </p>
      {error.digest && (
        <p className="text-sm text-fg-2">
          {t('requestId')} <span className="mono">{error.digest}</span>
        </p>
      )}
      <button type="button" className="link" onClick={reset}>
        {t('retry')}
      </button>
      <button type="button" className="link" onClick={() => location.reload()}>
        {t('error.reload')}
      </button>
    </main>
  );
}
