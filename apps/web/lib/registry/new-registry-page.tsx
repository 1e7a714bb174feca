'use client';
import { Breadcrumb } from '@bowline/ui/breadcrumb';
import { ButtonLink } from '@bowline/ui/button';
import { Page, PageHeader } from '@bowline/ui/page-header';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useRefused } from '../session/use-refused.ts';
import { useOpenPage } from '../use-open-page.ts';

type FormParts = {
  disabledReason: string | null;
  onSaved: (object: { metadata: { name: string } }) => void;
  /** That page is on its way. */
  isLeaving: boolean;
  end: ReactNode;
};

type NewRegistryPageProps = {
  kind: 'cluster' | 'repo';
  /** Permission to create one: `clusters:create`. */
  permission: string;
  listHref: string;
  /** The page of what was connected. */
  hrefOf: (name: string) => string;
  form: (parts: FormParts) => ReactNode;
};

/** Where a cluster or repository is connected: what it is for, its form, and the way back. */
export function NewRegistryPage({ kind, permission, listHref, hrefOf, form }: NewRegistryPageProps) {
  const t = useTranslations(`registry.${kind}`);
  const tCommon = useTranslations('common');
  const tShell = useTranslations('shell');
  const refused = useRefused();
  const { isOpening, open } = useOpenPage();
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
      {form({
        disabledReason: refused(permission),
        onSaved: ({ metadata }) => open(hrefOf(metadata.name)),
        isLeaving: isOpening,
        end: cancel,
      })}
    </Page>
  );
}
