'use client';
import { Button } from '@bowline/ui/button';
import { DiffList, focusHunk } from '@bowline/ui/diff-view';
import { Checkbox } from '@bowline/ui/field';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useShortcuts } from '../keys/provider.tsx';
import { DiffModeControl, useDiffMode } from './diff-mode.tsx';
import { ObjectDiffView, type ObjectDiff, type Origin } from './object-diff.tsx';
import { useOpenObjects } from './use-open-objects.ts';

type DiffObjectsProps = {
  objects: readonly ObjectDiff[];
  label: string;
  origin?: Origin;
  /** Before the mode switch: counts, search. */
  start?: ReactNode;
  selection?: {
    selected: ReadonlySet<string>;
    onChange: (selected: ReadonlySet<string>) => void;
    labelOf: (object: ObjectDiff) => string;
  };
};

/** Objects of a comparison with one switch for how they are shown; `n`, `p` and `c` move through them. */
export function DiffObjects({ objects, label, origin, start, selection }: DiffObjectsProps) {
  const t = useTranslations('changes');
  const [mode, setMode] = useDiffMode();
  const open = useOpenObjects(objects.map((object) => object.id));
  useShortcuts({
    nextHunk: () => void focusHunk('next'),
    previousHunk: () => void focusHunk('previous'),
    collapseAll: open.toggleAll,
  });
  const select = (id: string) => {
    const next = new Set(selection?.selected);
    if (!next.delete(id)) next.add(id);
    selection?.onChange(next);
  };
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        {start}
        <span className="flex items-center gap-2 md:ml-auto">
          <Button size="xs" variant="ghost" onClick={open.toggleAll}>
            {t('toggleAll')}
          </Button>
          <DiffModeControl mode={mode} onChange={setMode} />
        </span>
      </div>
      <DiffList label={label}>
        {objects.map((object) => (
          <ObjectDiffView
            key={object.id}
            object={object}
            mode={mode}
            origin={origin}
            isOpen={open.isOpen(object.id)}
            onOpenChange={(isOpen) => open.setOpen(object.id, isOpen)}
            end={
              selection && (
                <Checkbox
                  isLabelHidden
                  label={selection.labelOf(object)}
                  checked={selection.selected.has(object.id)}
                  onChange={() => select(object.id)}
                />
              )
            }
          />
        ))}
      </DiffList>
    </>
  );
}
