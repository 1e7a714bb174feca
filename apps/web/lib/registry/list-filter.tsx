'use client';
import { Input } from '@bowline/ui/field';
import { Kbd } from '@bowline/ui/kbd';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useShortcuts } from '../keys/provider.tsx';

/** The filter over a list of registered things; `/` focuses it, Escape empties it. */
export function ListFilter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useTranslations('registry');
  const ref = useRef<HTMLInputElement>(null);
  useShortcuts({ filter: () => ref.current?.focus() });
  return (
    <span className="w-[280px] max-w-full">
      <Input
        ref={ref}
        type="search"
        icon="search"
        aria-label={t('searchPlaceholder')}
        placeholder={t('searchPlaceholder')}
        value={value}
        end={<Kbd keys="/" />}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChange('');
        }}
      />
    </span>
  );
}
