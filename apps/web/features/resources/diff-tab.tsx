'use client';
import { EmptyState } from '@bowline/ui/empty-state';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { DiffModeControl, useDiffMode } from '../../lib/diff/diff-mode.tsx';
import { ObjectDiffView } from '../../lib/diff/object-diff.tsx';
import type { ResourceDetail } from './resource-detail.ts';

/** Live → desired of one object. */
export function DiffTab({ detail }: { detail: ResourceDetail }) {
  const t = useTranslations('resources.diff');
  const [mode, setMode] = useDiffMode();
  const [isOpen, setIsOpen] = useState(true);
  const { diff } = detail;
  if (!diff) return <EmptyState icon="info" title={t('child')} />;
  if (diff.verdict === 'in-sync' && diff.hidden.length === 0)
    return <EmptyState icon="synced" title={t('none')} />;
  return (
    <div className="flex flex-col gap-3">
      <DiffModeControl mode={mode} onChange={setMode} />
      <ObjectDiffView object={diff} mode={mode} isOpen={isOpen} onOpenChange={setIsOpen} />
    </div>
  );
}
