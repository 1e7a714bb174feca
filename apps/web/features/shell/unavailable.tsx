'use client';
import { ErrorPanel } from '@bowline/ui/error-panel';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';

/** Shown instead of the shell while the API does not answer; asks again by itself. */
export function Unavailable({ detail, requestId }: { detail: string; requestId: string }) {
  const t = useTranslations('shell.unavailable');
  const tCommon = useTranslations('common');
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), 5000);
    return () => clearInterval(timer);
  }, [router]);
  const facts = [
    { label: tCommon('error.network').split('.')[0] ?? '', value: detail },
    { label: tCommon('requestId'), value: requestId },
  ].filter((fact) => fact.value !== '');
  return (
    <main className="mx-auto flex max-w-[640px] flex-col gap-4 px-4 pt-[20dvh]">
      <h1>Bowline</h1>
      <ErrorPanel
        title={t('title')}
        hint={t('hint')}
        facts={facts}
        retryLabel={tCommon('retry')}
        onRetry={() => router.refresh()}
        copyLabel={tCommon('copyDetails')}
        copiedLabel={tCommon('copied')}
      />
    </main>
  );
}
