'use client';
import { Button } from '@bowline/ui/button';
import { ErrorPanel } from '@bowline/ui/error-panel';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

/** A page that threw: the rail stays, the address stays, and a new version only asks for a reload. */
export function PageFailed({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('common');
  const [at] = useState(() => new Date().toISOString());
  const isNewVersion =
    error.name === 'ChunkLoadError' || /Loading chunk|dynamically imported module/.test(error.message);
  return (
    <div className="flex flex-col gap-4 p-4">
      <h1>{t(isNewVersion ? 'error.newVersion' : 'error.page')}</h1>
      {isNewVersion ? (
        <div>
          <Button variant="primary" onClick={() => location.reload()}>
            {t('error.reload')}
          </Button>
        </div>
      ) : (
        <ErrorPanel
          title={error.message || t('error.page')}
          hint={t('error.pageHint')}
          facts={[
            { label: t('time'), value: at },
            ...(error.digest ? [{ label: t('requestId'), value: error.digest }] : []),
          ]}
          retryLabel={t('retry')}
          onRetry={reset}
          copyLabel={t('copyDetails')}
          copiedLabel={t('copied')}
        />
      )}
    </div>
  );
}
