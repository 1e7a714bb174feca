'use client';
import { Button } from '@bowline/ui/button';
import { Input, Select } from '@bowline/ui/field';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import type { AppRef } from '../../lib/urls.ts';

type SidePickerProps = { app: AppRef; value: string; onChange: (value: string) => void; hasLive?: boolean };

/** One side of a comparison: live, desired, a release, or any revision of the first source. */
export function SidePicker({ app, value, onChange, hasLive }: SidePickerProps) {
  const t = useTranslations('changes');
  const isKnown = value === 'live' || value === 'desired' || value.startsWith('release:');
  const [revision, setRevision] = useState(isKnown ? null : value);
  const releases = useQuery({
    queryKey: [...queryKeys.app(app), 'release-numbers'],
    queryFn: ({ signal }) => api.call('listReleases', { params: app, query: { limit: 50 }, signal }),
    placeholderData: undefined,
  });
  const choose = (next: string) => {
    if (next === 'revision') setRevision('');
    else {
      setRevision(null);
      onChange(next);
    }
  };
  const numbers = releases.data?.items.map((row) => row.number) ?? [];
  const shownValue = revision === null ? value : 'revision';
  const asked = Number(/^release:(\d+)$/.exec(value)?.[1] ?? 0);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="w-[220px] max-w-full">
        <Select value={shownValue} onChange={(event) => choose(event.target.value)}>
          {hasLive && <option value="live">{t('side.live')}</option>}
          <option value="desired">{t('side.desired')}</option>
          {[...new Set([...(asked > 0 ? [asked] : []), ...numbers])].map((number) => (
            <option key={number} value={`release:${number}`}>
              {t('side.release', { number })}
            </option>
          ))}
          <option value="revision">{t('side.revision')}</option>
        </Select>
      </span>
      {revision !== null && (
        <form
          className="flex items-center gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (revision.trim() !== '') onChange(revision.trim());
          }}
        >
          <Input
            isMono
            aria-label={t('revision')}
            placeholder={t('revision')}
            value={revision}
            onChange={(event) => setRevision(event.target.value)}
          />
          <Button type="submit">{t('compare')}</Button>
        </form>
      )}
    </div>
  );
}
