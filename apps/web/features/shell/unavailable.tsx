'use client';
import { ErrorPanel } from '@bowline/ui/error-panel';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useSentence } from '../../lib/i18n/sentences/use-sentence.ts';

/** Shown instead of the shell while the API does not answer, or only says what troubles it; asks again by itself. */
export function Unavailable({ detail, requestId }: { detail: string; requestId: string }) {
  const t = useTranslations('shell.unavailable');
  const tCommon = useTranslations('common');
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), 5000);
    return () => clearInterval(timer);
  }, [router]);
  const say = useSentence();
  const facts = [{ label: tCommon('requestId'), value: requestId }].filter((fact) => fact.value !== '');
  return (
    <main className="mx-auto flex max-w-[640px] flex-col gap-4 px-4 pt-[20dvh]">
      <h1>Bowline</h1>
      <ErrorPanel
        title={detail === '' ? t('title') : say(detail)}
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
