'use client';
import { Checkbox } from '@bowline/ui/field';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import type { AppRef } from '../../lib/urls.ts';
import { EventsList } from './events-list.tsx';

/** Events of everything the Application owns. */
export function EventsPage({ app }: { app: AppRef }) {
  const t = useTranslations('resources.events');
  const [isWarningsOnly, setIsWarningsOnly] = useQueryState('warnings', parseAsBoolean.withDefault(false));
  return (
    <div className="flex flex-col gap-2">
      <h2 className="sr-only">{t('title')}</h2>
      <Checkbox
        label={t('filter')}
        checked={isWarningsOnly}
        onChange={(event) => void setIsWarningsOnly(event.target.checked || null)}
      />
      <EventsList app={app} isWarningsOnly={isWarningsOnly} />
    </div>
  );
}
