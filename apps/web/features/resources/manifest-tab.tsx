'use client';
import { CopyButton } from '@bowline/ui/copy-button';
import { SegmentedControl } from '@bowline/ui/tabs';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ResourceDetail } from './resource-detail.ts';
import styles from './resources.module.css';

/** YAML of one side, Secrets as fingerprints, managedFields left out. */
export function ManifestTab({ detail }: { detail: ResourceDetail }) {
  const t = useTranslations('resources.manifest');
  const tCommon = useTranslations('common');
  const [side, setSide] = useState<'desired' | 'live'>(detail.desiredYaml === '' ? 'live' : 'desired');
  const yaml = side === 'desired' ? detail.desiredYaml : detail.liveYaml;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-2">
        <SegmentedControl
          size="sm"
          label={t('label')}
          value={side}
          onChange={setSide}
          items={[
            { id: 'desired', label: t('desired') },
            { id: 'live', label: t('live') },
          ]}
        />
        {yaml !== '' && <CopyButton value={yaml} label={t('copy')} copiedLabel={tCommon('copied')} />}
      </div>
      {yaml === '' ? (
        <p className="text-sm text-fg-2">{t('none')}</p>
      ) : (
        <pre className={styles.yaml} tabIndex={0} aria-label={t(side)}>
          {yaml}
        </pre>
      )}
    </div>
  );
}
