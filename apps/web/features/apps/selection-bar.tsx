'use client';
import { ApiError } from '@bowline/contract/client';
import { Button } from '@bowline/ui/button';
import { Kbd } from '@bowline/ui/kbd';
import { useToast } from '@bowline/ui/toast';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { urls } from '../../lib/urls.ts';
import styles from './apps.module.css';
import type { AppRow } from './use-app-list.ts';

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
  const router = useRouter();
  const toast = useToast();
  const chosen = rows.filter((row) => selected.has(row.uid));
  const hidden = selected.size - chosen.length;
  const plan = useMutation({
    mutationFn: (row: AppRow) =>
      api.call('buildPlan', { body: { kind: 'sync', project: row.project, application: row.name } }),
    onSuccess: (built) => router.push(urls.plan(built.id)),
  });
  const refresh = useMutation({
    mutationFn: (members: readonly AppRow[]) =>
      Promise.all(
        members.map((row) =>
          api.call('refreshApplication', {
            params: { project: row.project, name: row.name },
            body: { mode: 'normal' },
          }),
        ),
      ),
    onSuccess: (done) => toast({ title: t('refreshed', { count: done.length }) }),
  });
  const failure = plan.error ?? refresh.error;
  const only = chosen[0];
  return (
    <div className={styles.float} role="region" aria-label={t('count', { count: selected.size })}>
      <span className={styles.floatCount}>
        {hidden > 0 ? t('hidden', { count: selected.size, hidden }) : t('count', { count: selected.size })}
      </span>
      {failure && (
        <span role="alert" className="text-bad">
          {t('failed')}
          {failure instanceof ApiError && `: ${failure.problem.detail}`}
        </span>
      )}
      <span className={styles.separator} />
      <Button
        variant="primary"
        isBusy={plan.isPending}
        disabledReason={chosen.length !== 1 && t('oneOnly')}
        reasonPlacement="end"
        onClick={() => only && plan.mutate(only)}
      >
        {t('plan')}
      </Button>
      <Button variant="ghost" isBusy={refresh.isPending} onClick={() => refresh.mutate(chosen)}>
        {t('refresh')}
      </Button>
      <span className={styles.separator} />
      <Button variant="ghost" onClick={onClear}>
        {t('clear')} <Kbd keys="Esc" />
      </Button>
    </div>
  );
}
