'use client';
import { Breadcrumb } from '@bowline/ui/breadcrumb';
import { ButtonLink } from '@bowline/ui/button';
import { Page, PageHeader } from '@bowline/ui/page-header';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { RepositoryForm } from '../../lib/registry/repository-form.tsx';
import { hasPermission, useSession } from '../../lib/session/context.tsx';
import { urls } from '../../lib/urls.ts';

/** Connects a repository: address, credential, test, save. */
export function NewRepoPage() {
  const t = useTranslations('registry.repo');
  const tCommon = useTranslations('common');
  const tShell = useTranslations('shell');
  const router = useRouter();
  const session = useSession();
  const permission = 'repositories:create';
  return (
    <Page width="narrow">
      <PageHeader
        breadcrumb={
          <Breadcrumb
            label={tShell('breadcrumb')}
            items={[{ label: t('title'), href: urls.repositories() }, { label: t('newTitle') }]}
          />
        }
        title={t('newTitle')}
        summary={t('emptyText')}
      />
      <RepositoryForm
        disabledReason={hasPermission(session, permission) ? null : tCommon('forbidden.text', { permission })}
        onSaved={(repository) => router.push(urls.repository(repository.metadata.name))}
        end={
          <ButtonLink variant="ghost" href={urls.repositories()}>
            {tCommon('cancel')}
          </ButtonLink>
        }
      />
    </Page>
  );
}
