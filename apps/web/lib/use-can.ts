'use client';
import { useTranslations } from 'use-intl';
import type { Can } from './can.ts';
import { useSentence } from './i18n/sentences/use-sentence.ts';
import { useFreshness } from './stream/provider.tsx';

type HasCan = { can: Can };

/**
 * What may be done to an object, as its reader is told: refusals in their language, and while the server does not answer every
 * action refused for that. Logs are no action: their page says itself what it could not read.
 */
export function useCan(): <T extends HasCan>(object: T) => T {
  const t = useTranslations('common');
  const say = useSentence();
  const isOffline = useFreshness().state === 'offline';
  return (object) => ({
    ...object,
    can: Object.fromEntries(
      Object.entries(object.can).map(([action, answer]) => [
        action,
        isOffline && action !== 'logs'
          ? { ok: false, reason: t('offline') }
          : { ...answer, reason: say(answer.reason) },
      ]),
    ),
  });
}
