'use client';
import { Button } from '@bowline/ui/button';
import { CopyButton } from '@bowline/ui/copy-button';
import { useToast } from '@bowline/ui/toast';
import { useTranslations } from 'use-intl';
import { shortDigest } from '../../lib/revision.ts';
import styles from './plan.module.css';

/** The digest that approvals name, and the page's permalink. */
export function PlanSeal({ digest }: { digest: string }) {
  const t = useTranslations('plan');
  const tCommon = useTranslations('common');
  const toast = useToast();
  const copyLink = async () => {
    await navigator.clipboard.writeText(location.href);
    toast({ title: t('linkCopied') });
  };
  return (
    <>
      <span className={styles.seal} title={t('digestTitle')}>
        {t('digest')} <b>{shortDigest(digest)}</b>
        <CopyButton value={digest} label={t('copyDigest')} copiedLabel={tCommon('copied')} />
      </span>
      <Button icon="link" className="max-md:hidden" onClick={() => void copyLink()}>
        {tCommon('copyLink')}
      </Button>
    </>
  );
}
