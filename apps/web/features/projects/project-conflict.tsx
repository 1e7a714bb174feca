'use client';
import { Button } from '@bowline/ui/button';
import { TextDiff } from '@bowline/ui/diff-view';
import { Notice } from '@bowline/ui/notice';
import { Panel } from '@bowline/ui/panel';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useDiffLabels } from '../../lib/diff/object-diff.tsx';
import { mergeDeclared } from './merge.ts';
import { declaredOf, type Project } from './project.ts';
import { writeYaml } from './project-yaml.ts';
import { readDraft, type DraftState } from './use-project-draft.ts';

type ProjectConflictProps = {
  /** As it is saved now. */
  project: Project;
  state: DraftState;
  /** Saving was tried and refused with 412. */
  isRefused: boolean;
  onKeep: () => void;
  onDrop: () => void;
};

/** Somebody saved the project while it was being edited: both versions side by side, and two ways on. */
export function ProjectConflict({ project, state, isRefused, onKeep, onDrop }: ProjectConflictProps) {
  const t = useTranslations('registry.project.conflict');
  const tCommon = useTranslations('common');
  const labels = useDiffLabels();
  const texts = useTexts(project, state);
  return (
    <Panel title={t('title')}>
      <div className="flex flex-col gap-4">
        <Notice tone="warn" role={isRefused ? 'alert' : 'status'}>
          {t(isRefused ? 'refused' : 'overtaken')}{' '}
          {texts && texts.both.length > 0 && (
            <>
              {t('both')} <span className="mono">{texts.both.join(', ')}</span>
            </>
          )}
        </Notice>
        <p className="text-sm text-fg-2">{t('legend')}</p>
        {texts ? (
          <div
            className="max-h-[420px] overflow-auto rounded-md border border-line"
            tabIndex={0}
            role="group"
            aria-label={t('diff')}
          >
            <TextDiff before={texts.saved} after={texts.mine} labels={labels} />
          </div>
        ) : (
          <SkeletonRows label={tCommon('loading')} />
        )}
        <div className="flex flex-wrap items-center gap-2">
          <Button variant="primary" onClick={onKeep}>
            {t('keep')}
          </Button>
          <Button onClick={onDrop}>{t('drop')}</Button>
        </div>
        <p className="text-sm text-fg-2">{t('keepHint')}</p>
      </div>
    </Panel>
  );
}

/** Both as text; a draft that cannot be read stands as it was typed. */
function useTexts(project: Project, state: DraftState) {
  const [texts, setTexts] = useState<{ saved: string; mine: string; both: string[] } | null>(null);
  useEffect(() => {
    let isLate = false;
    void bothTexts(project, state).then((next) => {
      if (!isLate) setTexts(next);
    });
    return () => {
      isLate = true;
    };
  }, [project, state]);
  return texts;
}

async function bothTexts(project: Project, state: DraftState) {
  const { name } = project.metadata;
  const theirs = declaredOf(project);
  const [saved, mine] = await Promise.all([writeYaml(name, theirs), readDraft(name, state)]);
  if (!('declared' in mine)) return { saved, mine: state.text, both: [] };
  return {
    saved,
    mine: await writeYaml(name, mine.declared),
    both: mergeDeclared(state.base.declared, mine.declared, theirs).both,
  };
}
