'use client';
import { StatusBadge, healthSigns } from '@bowline/ui/status';
import { useTranslations } from 'use-intl';
import { useSentence } from '../i18n/sentences/use-sentence.ts';

const signs = {
  connected: healthSigns.Healthy,
  failed: healthSigns.Degraded,
  unknown: healthSigns.Unknown,
} as const;

type ConnectionStateProps = {
  state: keyof typeof signs;
  message: string;
  latencyMs: number | null;
};

/** Whether it answers, how fast, or why not. */
export function ConnectionState({ state, message, latencyMs }: ConnectionStateProps) {
  const t = useTranslations('registry');
  const said = useSentence()(message);
  const detail =
    state === 'connected'
      ? latencyMs === null
        ? undefined
        : t('latency', { ms: Math.round(latencyMs) })
      : said || undefined;
  return (
    <StatusBadge
      sign={signs[state]}
      isQuiet={state === 'connected'}
      label={t(`state.${state}`)}
      detail={detail}
      title={said || undefined}
    />
  );
}
