'use client';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { queryKeys } from '../query/keys.ts';
import { fetchAll } from '../use-paged.ts';

type Options = { enabled?: boolean; staleTime?: number };
const all = { every: true };
// The most that the API gives in one answer.
const limit = 500;

/** Every registered Cluster, page after page: what a person chooses from must not end at a page. */
export function useEveryCluster(options: Options = {}) {
  return useQuery({
    ...options,
    queryKey: queryKeys.clusters(all),
    queryFn: ({ signal }) =>
      fetchAll(
        (cursor, stop) => api.call('listClusters', { query: { limit, cursor }, signal: stop }),
        signal,
      ),
  });
}

/** Every Project that the person may see. */
export function useEveryProject(options: Options = {}) {
  return useQuery({
    ...options,
    queryKey: queryKeys.projects(all),
    queryFn: ({ signal }) =>
      fetchAll(
        (cursor, stop) => api.call('listProjects', { query: { limit, cursor }, signal: stop }),
        signal,
      ),
  });
}

/** Every connected Repository. */
export function useEveryRepository(options: Options = {}) {
  return useQuery({
    ...options,
    queryKey: queryKeys.repositories(all),
    queryFn: ({ signal }) =>
      fetchAll(
        (cursor, stop) => api.call('listRepositories', { query: { limit, cursor }, signal: stop }),
        signal,
      ),
  });
}
