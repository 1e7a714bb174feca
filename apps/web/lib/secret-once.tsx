'use client';
import { CopyButton } from '@bowline/ui/copy-button';
import { useTranslations } from 'use-intl';

type SecretOnceProps = { label: string; value: string; copyLabel: string };

/** A secret that is shown only now, with its copy button. */
export function SecretOnce({ label, value, copyLabel }: SecretOnceProps) {
  const t = useTranslations('common');
  return (
    <div className="flex flex-col gap-1">
      <span className="text-sm font-medium">{label}</span>
      <div className="flex items-start gap-2 rounded-md border border-line bg-raised p-3">
        <code className="min-w-0 flex-1 break-all whitespace-pre-wrap">{value}</code>
        <CopyButton value={value} label={copyLabel} copiedLabel={t('copied')} />
      </div>
    </div>
  );
}
