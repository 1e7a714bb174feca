'use client';
import { Button } from '@bowline/ui/button';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { exportLines, saveFile, type ExportProgress } from './export.ts';
import type { ActivityQuery } from './filters.ts';

/** Downloads what matches as JSON lines; large trails take many pages, so it counts and can be stopped. */
export function useExport(query: ActivityQuery, total: number) {
  const t = useTranslations('activity.export');
  const tCommon = useTranslations('common');
  const format = useFormatter();
  const abort = useRef<AbortController>(undefined);
  const [progress, setProgress] = useState<ExportProgress | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const download = useMutation({
    mutationFn: async () => {
      abort.current = new AbortController();
      setProgress({ done: 0, total });
      const { signal } = abort.current;
      try {
        const lines = await exportLines({ query, signal, onProgress: setProgress });
        saveFile(`bowline-audit-${new Date().toISOString().replace(/[:.]/g, '-')}.jsonl`, lines);
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        setProgress(null);
      }
    },
  });
  const button = progress ? (
    <span className="flex items-center gap-2">
      <span role="status" className="text-sm text-fg-2">
        {t('progress', { done: format.number(progress.done), total: format.number(progress.total) })}
      </span>
      <Button onClick={() => abort.current?.abort()}>{tCommon('cancel')}</Button>
    </span>
  ) : (
    <Button
      icon="download"
      disabledReason={total === 0 ? t('nothing') : null}
      onClick={() => download.mutate()}
    >
      {t('button')}
    </Button>
  );
  return { button, problem: <ActionProblem title={t('failed')} error={download.error} /> };
}
