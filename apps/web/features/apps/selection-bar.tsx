'use client';
import { ApiError } from '@bowline/contract/client';
import { Button } from '@bowline/ui/button';
import { Kbd } from '@bowline/ui/kbd';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useBuildPlan } from '../../lib/use-build-plan.ts';
import styles from './apps.module.css';
import type { BulkAction } from './bulk-dialog.tsx';
import type { AppRow } from './use-app-list.ts';
import { useSentence } from '../../lib/i18n/sentences/use-sentence.ts';

const BulkDialog = dynamic(() => import('./bulk-dialog.tsx').then((module) => module.BulkDialog), {
  ssr: false,
});

/** What can be done with the selected rows. Refreshing changes nothing in a cluster; everything else opens a plan. */
export function SelectionBar({
  rows,
  selected,
  onClear,
}: {
  rows: readonly AppRow[];
  selected: ReadonlySet<string>;
  onClear: () => void;
}) {
  const t = useTranslations('apps.selection');
  const chosen = rows.filter((row) => selected.has(row.uid));
  const hidden = selected.size - chosen.length;
  const plan = useBuildPlan();
  const [bulk, setBulk] = useState<{ action: BulkAction; rows: readonly AppRow[] } | null>(null);
  const say = useSentence();
  const failure = plan.error;
  const only = chosen[0];
  return (
    <div className={styles.float} role="region" aria-label={t('count', { count: selected.size })}>
      <span className={styles.floatCount}>
        {hidden > 0 ? t('hidden', { count: selected.size, hidden }) : t('count', { count: selected.size })}
      </span>
      {failure && (
        <span role="alert" className="text-bad">
          {t('failed')}
          {failure instanceof ApiError && `: ${say(failure.problem.detail, failure.problem.code)}`}
        </span>
      )}
      <span className={styles.separator} />
      <Button
        variant="primary"
        isBusy={plan.isPending}
        onClick={() =>
          only && chosen.length === 1
            ? plan.mutate({ kind: 'sync', project: only.project, application: only.name })
            : setBulk({ action: 'plan', rows: chosen })
        }
      >
        {t('plan')}
      </Button>
      <Button variant="ghost" onClick={() => setBulk({ action: 'refresh', rows: chosen })}>
        {t('refresh')}
      </Button>
      <span className={styles.separator} />
      <Button variant="ghost" onClick={onClear}>
        {t('clear')} <Kbd keys="Esc" />
      </Button>
      {bulk && <BulkDialog {...bulk} onClose={() => setBulk(null)} />}
    </div>
  );
}
