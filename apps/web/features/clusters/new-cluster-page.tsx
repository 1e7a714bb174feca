'use client';
import { useRouter } from 'next/navigation';
import { NewRegistryPage } from '../../lib/registry/new-registry-page.tsx';
import { urls } from '../../lib/urls.ts';
import { ClusterForm } from './cluster-form.tsx';

/** Connects a cluster: kubeconfig, test, save. */
export function NewClusterPage() {
  const router = useRouter();
  return (
    <NewRegistryPage
      kind="cluster"
      permission="clusters:create"
      listHref={urls.clusters()}
      form={(parts) => (
        <ClusterForm {...parts} onSaved={({ metadata }) => router.push(urls.cluster(metadata.name))} />
      )}
    />
  );
}
