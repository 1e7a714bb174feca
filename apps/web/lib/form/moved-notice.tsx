'use client';
import { Button } from '@bowline/ui/button';
import { Notice } from '@bowline/ui/notice';
import { useTranslations } from 'use-intl';
import { valueText } from '../diff/value-text.ts';
import type { MovedField } from './merge-form.ts';

type MovedNoticeProps = {
  moved: readonly MovedField[];
  /** The words a field has in the form. */
  labelOf: (path: readonly string[]) => string;
  /** A saved value in the form's words; else it stands as it is saved. */
  wordsOf?: (path: readonly string[], value: unknown) => string;
  onDismiss: () => void;
};

/** Somebody saved while the form was open: what moved, and which typed values stayed. Nothing typed is lost. */
export function MovedNotice({ moved, labelOf, wordsOf, onDismiss }: MovedNoticeProps) {
  const t = useTranslations('common.moved');
  if (moved.length === 0) return null;
  return (
    <Notice
      tone="warn"
      role="status"
      title={t('title')}
      actions={
        <Button variant="ghost" size="sm" onClick={onDismiss}>
          {t('dismiss')}
        </Button>
      }
    >
      {t('text')}
      <ul className="mt-1 flex flex-col gap-1">
        {moved.map(({ path, saved, isMine }) => (
          <li key={path.join('.')} className="break-words">
            {t.rich(isMine ? 'kept' : 'taken', {
              field: labelOf(path),
              value: wordsOf?.(path, saved) ?? shortText(saved, t('empty')),
              code: (chunks) => <span className="mono">{chunks}</span>,
            })}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

const longestShown = 80;

function shortText(value: unknown, empty: string): string {
  const text = valueText(value) ?? empty;
  const line = text.trim().split('\n').join(', ');
  if (line === '') return empty;
  return line.length > longestShown ? `${line.slice(0, longestShown)}…` : line;
}
