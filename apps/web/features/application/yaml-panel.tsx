'use client';
import { CopyButton } from '@bowline/ui/copy-button';
import { Panel } from '@bowline/ui/panel';
import { useTranslations } from 'use-intl';
import { rich } from '../../lib/i18n/rich.tsx';
import { valueText } from '../../lib/diff/value-text.ts';
import type { Application } from '../../lib/use-app.ts';

/** The Application as the file that declares it. */
export function YamlPanel({ app }: { app: Application }) {
  const t = useTranslations('application.settings');
  const tCommon = useTranslations('common');
  const { name, project, labels, annotations } = app.metadata;
  const has = (map: object) => Object.keys(map).length > 0;
  const yaml = `${valueText({
    apiVersion: app.apiVersion,
    kind: app.kind,
    metadata: {
      name,
      project,
      ...(has(labels) ? { labels } : {}),
      ...(has(annotations) ? { annotations } : {}),
    },
    spec: app.spec,
  })}\n`;
  return (
    <Panel
      title={t('yaml')}
      end={<CopyButton value={yaml} label={tCommon('copy')} copiedLabel={tCommon('copied')} />}
    >
      <p className="mb-2 text-xs text-fg-3">{t.rich('yamlHint', rich)}</p>
      <pre
        className="overflow-auto rounded-md border border-line bg-raised p-3"
        tabIndex={0}
        aria-label={t('yaml')}
      >
        {yaml}
      </pre>
    </Panel>
  );
}
