'use client';
import { Breadcrumb } from '@bowline/ui/breadcrumb';
import { ButtonLink } from '@bowline/ui/button';
import { Page, PageHeader } from '@bowline/ui/page-header';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useRefused } from '../session/use-refused.ts';

type NewRegistryPageProps = {
  kind: 'cluster' | 'repo';
  /** Permission to create one: `clusters:create`. */
  permission: string;
  listHref: string;
  form: (parts: { disabledReason: string | null; end: ReactNode }) => ReactNode;
};

/** Where a cluster or repository is connected: what it is for, its form, and the way back. */
export function NewRegistryPage({ kind, permission, listHref, form }: NewRegistryPageProps) {
  const t = useTranslations(`registry.${kind}`);
  const tCommon = useTranslations('common');
  const tShell = useTranslations('shell');
  const refused = useRefused();
  const cancel = (
    <ButtonLink variant="ghost" href={listHref}>
      {tCommon('cancel')}
    </ButtonLink>
  );
  return (
    <Page width="narrow">
      <PageHeader
        breadcrumb={
          <Breadcrumb
            label={tShell('breadcrumb')}
            items={[{ label: t('title'), href: listHref }, { label: t('newTitle') }]}
          />
        }
        title={t('newTitle')}
        summary={t('emptyText')}
      />
      {form({ disabledReason: refused(permission), end: cancel })}
    </Page>
  );
}
