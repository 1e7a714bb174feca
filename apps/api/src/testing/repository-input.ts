import type { RepositoryInput } from '../store/repository.ts';

/** A Repository with nothing but its name and URL, for tests. */
export function repositoryInput(
  input: Pick<RepositoryInput, 'name' | 'url'> & Partial<RepositoryInput>,
): RepositoryInput {
  return {
    project: null,
    insecureSkipTlsVerify: false,
    caPem: '',
    proxy: '',
    pollSeconds: null,
    labels: {},
    annotations: {},
    managedBy: null,
    ...input,
  };
}
