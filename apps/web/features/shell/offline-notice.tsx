'use client';
import { formatTime } from '@bowline/ui/format-time';
import { Notice } from '@bowline/ui/notice';
import { useLocale, useTranslations } from 'use-intl';
import { useFreshness } from '../../lib/stream/provider.tsx';
import styles from './shell.module.css';

/** Why the page is grey, waits and takes no orders: said once, above whatever is shown. */
export function OfflineNotice() {
  const t = useTranslations('shell');
  const tCommon = useTranslations('common');
  const locale = useLocale();
  const { state, lastFrameAt } = useFreshness();
  if (state !== 'offline') return null;
  return (
    <div className={styles.offline}>
      <Notice tone="warn" role="status" title={tCommon('offline')}>
        {lastFrameAt > 0 &&
          t('offlineText', {
            time: formatTime(new Date(lastFrameAt).toISOString(), locale, { seconds: true }),
          })}
      </Notice>
    </div>
  );
}
