'use client';
import { NewRegistryPage } from '../../lib/registry/new-registry-page.tsx';
import { urls } from '../../lib/urls.ts';
import { ClusterForm } from './cluster-form.tsx';

/** Connects a cluster: kubeconfig, test, save. */
export function NewClusterPage() {
  return (
    <NewRegistryPage
      kind="cluster"
      permission="clusters:create"
      listHref={urls.clusters()}
      hrefOf={urls.cluster}
      form={(parts) => <ClusterForm {...parts} />}
    />
  );
}
