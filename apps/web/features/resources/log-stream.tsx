'use client';
import { Button } from '@bowline/ui/button';
import { formatTime } from '@bowline/ui/format-time';
import { LogView } from '@bowline/ui/log-view';
import { useMemo, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import type { AppRef } from '../../lib/urls.ts';
import { linesMax, toLogLine, type RawLine } from './log-lines.ts';
import { useLogs, type LogQuery } from './use-logs.ts';

type LogStreamProps = {
  app: AppRef;
  query: LogQuery;
  find: string;
  isWrapped: boolean;
  height: string;
  onRetry: () => void;
};

/** The lines of one query as they arrive; scrolling up pauses and says how many are new. */
export function LogStream({ app, query, find, isWrapped, height, onRetry }: LogStreamProps) {
  const t = useTranslations('resources.logs');
  const locale = useLocale();
  const [isAtEnd, setIsAtEnd] = useState(true);
  const [seen, setSeen] = useState(0);
  const log = useLogs(app, query);
  const shown = useMemo(() => {
    const needle = find.toLowerCase();
    const hasSource = new Set(log.lines.map((line) => `${line.pod}/${line.container}`)).size > 1;
    const time = (iso: string) => formatTime(iso, locale, { seconds: true });
    return log.lines
      .map((line, index) => ({ line, index: index + log.dropped }))
      .filter(({ line }) => needle === '' || line.text.toLowerCase().includes(needle))
      .map(({ line, index }) => toLogLine(line, index, { hasSource, formatTime: time }));
  }, [log.lines, log.dropped, find, locale]);
  const total = log.lines.length + log.dropped;
  return (
    <>
      {log.phase === 'failed' && <ActionProblem title={t('failed')} error={log.error} onRetry={onRetry} />}
      <LogView
        label={t('title')}
        lines={shown}
        isFollowing={isAtEnd}
        onFollowChange={(next) => {
          setIsAtEnd(next);
          setSeen(total);
        }}
        isWrapped={isWrapped}
        query={find || undefined}
        resumeLabel={t('paused', { count: isAtEnd ? 0 : total - seen })}
        emptyText={log.phase === 'reading' ? t('waiting') : t('none')}
        height={height}
      />
      <div className="flex flex-wrap items-center justify-between gap-2 text-xs text-fg-3">
        <span>
          {t('count', { count: shown.length })} {log.phase === 'ended' && t('ended')}{' '}
          {log.dropped > 0 && t('capped', { count: linesMax })}
        </span>
        <Button
          size="xs"
          variant="ghost"
          icon="download"
          aria-disabled={log.lines.length === 0}
          onClick={() => log.lines.length > 0 && download(log.lines, query.id)}
        >
          {t('download')}
        </Button>
      </div>
    </>
  );
}

function download(lines: readonly RawLine[], id: string) {
  const text = lines.map((line) => `${line.time} ${line.pod}/${line.container} ${line.text}`).join('\n');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = `${id.split('/').at(-1) ?? 'log'}.log`;
  link.click();
  URL.revokeObjectURL(link.href);
}
