'use client';
import { Field, Input } from '@bowline/ui/field';
import { Panel } from '@bowline/ui/panel';
import { useTranslations } from 'use-intl';
import { rich } from '../../lib/i18n/rich.tsx';

type ConfirmNameProps = { name: string; count: number; value: string; onChange: (value: string) => void };

/** Deleting needs the application's name, typed. */
export function ConfirmNamePanel({ name, count, value, onChange }: ConfirmNameProps) {
  const t = useTranslations('plan.confirm');
  return (
    <Panel title={t('title')}>
      <Field label={t.rich('label', { ...rich, name })} hint={t('hint', { count })}>
        <Input
          isMono
          value={value}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
    </Panel>
  );
}
