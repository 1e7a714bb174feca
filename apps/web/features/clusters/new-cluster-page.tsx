'use client';
import { Breadcrumb } from '@bowline/ui/breadcrumb';
import { ButtonLink } from '@bowline/ui/button';
import { Page, PageHeader } from '@bowline/ui/page-header';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { hasPermission, useSession } from '../../lib/session/context.tsx';
import { urls } from '../../lib/urls.ts';
import { ClusterForm } from './cluster-form.tsx';

/** Connects a cluster: kubeconfig, test, save. */
export function NewClusterPage() {
  const t = useTranslations('registry.cluster');
  const tCommon = useTranslations('common');
  const tShell = useTranslations('shell');
  const router = useRouter();
  const session = useSession();
  const permission = 'clusters:create';
  return (
    <Page width="narrow">
      <PageHeader
        breadcrumb={
          <Breadcrumb
            label={tShell('breadcrumb')}
            items={[{ label: t('title'), href: urls.clusters() }, { label: t('newTitle') }]}
          />
        }
        title={t('newTitle')}
        summary={t('emptyText')}
      />
      <ClusterForm
        disabledReason={hasPermission(session, permission) ? null : tCommon('forbidden.text', { permission })}
        onSaved={(cluster) => router.push(urls.cluster(cluster.metadata.name))}
        end={
          <ButtonLink variant="ghost" href={urls.clusters()}>
            {tCommon('cancel')}
          </ButtonLink>
        }
      />
    </Page>
  );
}
