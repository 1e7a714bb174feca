'use client';
import type { CallOutput } from '@bowline/contract/client';
import { topics } from '@bowline/contract/topics';
import { useQuery, useQueryClient, type Query } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from './api/client.ts';
import { queryKeys } from './query/keys.ts';
import { useTopic } from './stream/provider.tsx';
import { parseTreePatch, patchTree } from './tree-patch.ts';
import type { AppRef } from './urls.ts';
import { useCan } from './use-can.ts';

export type Application = CallOutput<'getApplication'>;
type Tree = CallOutput<'getTree'>;

/** One Application, kept current while it is shown; its topics refresh everything below its key, and patch its tree in place. */
export function useApp(ref: AppRef) {
  const tellCan = useCan();
  const query = useQuery({
    queryKey: queryKeys.app(ref),
    queryFn: ({ signal }) => api.call('getApplication', { params: ref, signal }),
    // Another application's state must never stand under this one's name.
    placeholderData: undefined,
    select: tellCan,
  });
  const queryClient = useQueryClient();
  const { project, name } = ref;
  const treeKey = queryKeys.tree(ref);
  // The tree tells its own changes; everything else below the key is fetched again.
  const rest = {
    queryKey: queryKeys.app(ref),
    predicate: ({ queryKey }: Query) => queryKey[2] !== treeKey[2],
  };
  const uid = query.data?.metadata.uid;
  useTopic(uid ? topics.application(uid) : null, [rest]);
  useTopic(uid ? topics.tree(uid) : null, [rest], (event) => {
    const patch = event.kind === 'frame' ? parseTreePatch(event.frame.data) : null;
    const tree = queryClient.getQueryData<Tree>(treeKey);
    const next = patch && tree && patchTree(tree, patch);
    if (next) queryClient.setQueryData(treeKey, next);
    else void queryClient.invalidateQueries({ queryKey: treeKey });
    return false;
  });
  // A cluster that stops answering changes no node, only what the tree is worth.
  const isKnown = query.data && query.data.status.sync.status !== 'Unknown';
  useEffect(() => {
    const queryKey = queryKeys.tree({ project, name });
    const tree = queryClient.getQueryData<Tree>(queryKey);
    if (tree && isKnown !== undefined && (tree.freshness === 'live') !== isKnown)
      void queryClient.invalidateQueries({ queryKey });
  }, [queryClient, project, name, isKnown]);
  return query;
}
