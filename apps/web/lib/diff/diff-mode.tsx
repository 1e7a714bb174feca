'use client';
import { SegmentedControl } from '@bowline/ui/tabs';
import { useIsNarrow } from '@bowline/ui/use-media';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { diffModes, type DiffMode } from './object-diff.tsx';

/** Field, YAML or side by side, kept in `?mode=`. Phones never show two columns. */
export function useDiffMode(): [DiffMode, (mode: DiffMode) => void] {
  const [mode, setMode] = useQueryState('mode', parseAsStringLiteral(diffModes).withDefault('field'));
  const isNarrow = useIsNarrow();
  return [isNarrow && mode === 'split' ? 'unified' : mode, (next) => void setMode(next)];
}

/** Chooses how differences are shown. */
export function DiffModeControl({ mode, onChange }: { mode: DiffMode; onChange: (mode: DiffMode) => void }) {
  const t = useTranslations('terms.mode');
  const isNarrow = useIsNarrow();
  const items = diffModes.filter((id) => id !== 'split' || !isNarrow).map((id) => ({ id, label: t(id) }));
  return <SegmentedControl label={t('label')} items={items} value={mode} onChange={onChange} size="sm" />;
}
