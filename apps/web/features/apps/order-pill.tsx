'use client';
import { Button } from '@bowline/ui/button';
import { useTranslations } from 'use-intl';
import styles from './apps.module.css';

/** Says that updates would reorder the rows, and does it only on request. */
export function OrderPill({ moved, onApply }: { moved: number; onApply: () => void }) {
  const t = useTranslations('apps');
  return (
    <div role="status" className={styles.pillHost}>
      {moved > 0 && (
        <div className={styles.pill}>
          {t('orderChanged', { count: moved })}
          <Button size="xs" onClick={onApply}>
            {t('apply')}
          </Button>
        </div>
      )}
    </div>
  );
}
