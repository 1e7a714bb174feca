'use client';
import { useRouter } from 'next/navigation';
import { NewRegistryPage } from '../../lib/registry/new-registry-page.tsx';
import { RepositoryForm } from '../../lib/registry/repository-form.tsx';
import { urls } from '../../lib/urls.ts';

/** Connects a repository: address, credential, test, save. */
export function NewRepoPage() {
  const router = useRouter();
  return (
    <NewRegistryPage
      kind="repo"
      permission="repositories:create"
      listHref={urls.repositories()}
      form={(parts) => (
        <RepositoryForm {...parts} onSaved={({ metadata }) => router.push(urls.repository(metadata.name))} />
      )}
    />
  );
}
