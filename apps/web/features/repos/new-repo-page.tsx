'use client';
import { NewRegistryPage } from '../../lib/registry/new-registry-page.tsx';
import { RepositoryForm } from '../../lib/registry/repository-form.tsx';
import { urls } from '../../lib/urls.ts';

/** Connects a repository: address, credential, test, save. */
export function NewRepoPage() {
  return (
    <NewRegistryPage
      kind="repo"
      permission="repositories:create"
      listHref={urls.repositories()}
      hrefOf={urls.repository}
      form={(parts) => <RepositoryForm {...parts} />}
    />
  );
}
