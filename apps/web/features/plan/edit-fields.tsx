'use client';
import { DiffObject } from '@bowline/ui/diff-view';
import { SectionHeading } from '@bowline/ui/page-header';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useDiffLabels } from '../../lib/diff/object-diff.tsx';
import { valueText } from '../../lib/diff/value-text.ts';
import type { Plan } from './plan.ts';

/** For edit plans: the fields of the Application's own settings, before and after. */
export function EditFields({ plan }: { plan: Plan }) {
  const t = useTranslations('plan.edit');
  const tTerms = useTranslations('terms');
  const labels = useDiffLabels();
  const [isOpen, setIsOpen] = useState(true);
  return (
    <div className="flex flex-col gap-3">
      <SectionHeading>{t('title')}</SectionHeading>
      <DiffObject
        id="edit-spec"
        op="change"
        opLabel={tTerms('op.change')}
        kind="Application"
        name={plan.application}
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        toggleLabel={tTerms('diff.toggle')}
        mode="field"
        labels={labels}
        hunks={(plan.edit?.fields ?? []).map((field) => ({
          id: `edit-${field.path}`,
          path: field.path,
          before: valueText(field.live),
          after: valueText(field.desired),
        }))}
      />
    </div>
  );
}
