'use client';
import { formatDateTime } from '@bowline/ui/format-time';
import { HealthBadge, SyncBadge } from '@bowline/ui/status';
import { Tag } from '@bowline/ui/tag';
import { useLocale, useTranslations } from 'use-intl';
import { syncState } from '../../lib/sync-state.ts';
import { useHealthWords } from '../../lib/use-health-words.ts';
import type { Application } from '../../lib/use-app.ts';
import { useSentence } from '../../lib/i18n/sentences/use-sentence.ts';

/** Health, sync and automation in one line, each with its cause. */
export function AppStates({ app }: { app: Application }) {
  const t = useTranslations('application');
  const tStatus = useTranslations('status');
  const { health, sync, autoSync, hold } = app.status;
  const { pending, drift, prune, unknown } = sync.reasons;
  const state = syncState({ sync: sync.status, pending, drift, prune });
  const automated = app.spec.syncPolicy?.automated;
  const say = useSentence();
  const locale = useLocale();
  const words = useHealthWords()(health);
  const counts = [
    pending > 0 ? t('counts.pending', { count: pending }) : '',
    drift > 0 ? t('counts.drift', { count: drift }) : '',
    unknown > 0 ? t('counts.unknown', { count: unknown }) : '',
  ]
    .filter(Boolean)
    .join(', ');
  return (
    <>
      <HealthBadge
        state={health.status}
        label={words.label}
        detail={words.detail}
        title={
          [health.since && formatDateTime(health.since, locale), say(health.message)]
            .filter(Boolean)
            .join(' · ') || undefined
        }
      />
      <SyncBadge
        state={state}
        label={tStatus(`sync.${state}`)}
        title={say(sync.message) || undefined}
        detail={sync.status === 'OutOfSync' ? counts : undefined}
      />
      {autoSync === 'hold' ? (
        <Tag tone="hold" icon="pause" title={hold?.reason}>
          {t('auto.hold')}
        </Tag>
      ) : (
        <span>
          {t(`auto.${autoSync}`)}
          {autoSync === 'on' && !automated?.selfHeal && `, ${t('auto.selfHealOff')}`}
          {autoSync === 'on' && automated?.selfHeal && `, ${t('auto.selfHealOn')}`}
        </span>
      )}
    </>
  );
}
