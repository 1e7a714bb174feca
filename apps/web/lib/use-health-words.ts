'use client';
import { formatAge, formatTime } from '@bowline/ui/format-time';
import type { HealthState } from '@bowline/ui/status';
import { useLocale, useTranslations } from 'use-intl';
import { useSentence } from './i18n/sentences/use-sentence.ts';
import { useNow } from './now.tsx';

type Health = { status: HealthState; since: string | null; message: string };

/** How a state of health is said: Unknown with its time, the others with their age and cause; good news is quiet. */
export function useHealthWords(): (health: Health) => { label: string; detail: string } {
  const t = useTranslations('status');
  const locale = useLocale();
  const now = useNow();
  const say = useSentence();
  return ({ status, since, message }) => {
    if (status === 'Healthy') return { label: t('health.Healthy'), detail: '' };
    const isUnknown = status === 'Unknown' && since !== null;
    const age = since === null || isUnknown ? '' : formatAge(Date.parse(since), now, locale);
    return {
      label: isUnknown ? t('unknownSince', { time: formatTime(since, locale) }) : t(`health.${status}`),
      detail: [age, say(message)].filter(Boolean).join('\u2002'),
    };
  };
}
