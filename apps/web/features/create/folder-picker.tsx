'use client';
import { Button } from '@bowline/ui/button';
import { Checkbox, Fieldset } from '@bowline/ui/field';
import { Icon } from '@bowline/ui/icon';
import { Notice } from '@bowline/ui/notice';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import type { Draft } from './draft.ts';
import styles from './create.module.css';

type FolderPickerProps = {
  draft: Draft;
  isMissing: boolean;
  onChange: (part: Partial<Pick<Draft, 'path' | 'renderer' | 'valueFiles'>>) => void;
};

/** Walks the tree of the chosen revision; the server says what would render each folder. */
export function FolderPicker({ draft, isMissing, onChange }: FolderPickerProps) {
  const t = useTranslations('create');
  const tCommon = useTranslations('common');
  const { repo, revision, path } = draft;
  const query = useQuery({
    queryKey: [...queryKeys.repository(repo), 'browse', revision, path],
    queryFn: ({ signal }) =>
      api.call('browseRepository', { params: { name: repo }, query: { revision, path }, signal }),
    placeholderData: undefined,
  });
  // A folder without a file that renders is no source, whatever the renderer would be.
  const detected = query.data?.detected?.files ? query.data.detected : null;
  const renderer = query.data ? (detected?.renderer ?? '') : draft.renderer;
  useEffect(() => {
    // The draft keeps what was found, so that later steps need not browse again.
    if (renderer !== draft.renderer) onChange({ renderer });
  }, [renderer, draft.renderer, onChange]);
  const open = (next: string) => onChange({ path: next, renderer: '', valueFiles: [] });
  const parts = path === '' ? [] : path.split('/');
  const toggle = (file: string) =>
    onChange({
      valueFiles: draft.valueFiles.includes(file)
        ? draft.valueFiles.filter((one) => one !== file)
        : [...draft.valueFiles, file],
    });
  const extraFiles = detected?.valueFiles.filter((file) => file !== 'values.yaml') ?? [];
  return (
    <div className="flex flex-col gap-2">
      <span className="text-sm font-medium" id="folder-label">
        {t('path')}
      </span>
      <nav aria-labelledby="folder-label" className={styles.crumbs}>
        <button type="button" onClick={() => open('')}>
          {t('pathRoot')}
        </button>
        {parts.map((part, index) => (
          <span key={parts.slice(0, index + 1).join('/')}>
            {' / '}
            <button type="button" onClick={() => open(parts.slice(0, index + 1).join('/'))}>
              {part}
            </button>
          </span>
        ))}
      </nav>
      {query.isPending && <SkeletonRows rows={3} label={tCommon('loading')} />}
      {query.isError && !query.data && (
        <ProblemPanel what={t('browseWhat')} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data && (
        <ul className={styles.folder} aria-label={t('folders')}>
          {path !== '' && (
            <li>
              <Button size="sm" variant="ghost" icon="up" onClick={() => open(parts.slice(0, -1).join('/'))}>
                {t('parent')}
              </Button>
            </li>
          )}
          {query.data.entries.map((entry) => (
            <li key={entry.path}>
              {entry.kind === 'directory' ? (
                <Button size="sm" variant="ghost" icon="folder" onClick={() => open(entry.path)}>
                  {entry.name}
                </Button>
              ) : (
                <span className={styles.file}>
                  <Icon name="file" /> {entry.name}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {query.data && detected && (
        <Notice tone="ok" role="status">
          <b>{t('detected', { renderer: detected.renderer, count: detected.files })}</b> {query.data.message}
        </Notice>
      )}
      {query.data && !detected && (
        <Notice tone={isMissing ? 'bad' : 'plain'} role="status">
          {query.data.message || t('notDetected')}
        </Notice>
      )}
      {extraFiles.length > 0 && (
        <Fieldset legend={t('valueFiles')} hint={t('valueFilesHint')}>
          {extraFiles.map((file) => (
            <Checkbox
              key={file}
              label={<span className="mono">{file}</span>}
              checked={draft.valueFiles.includes(file)}
              onChange={() => toggle(file)}
            />
          ))}
        </Fieldset>
      )}
    </div>
  );
}
