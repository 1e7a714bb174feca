import type { CallInput, CallOutput } from '@bowline/contract/client';
import { keptMetadata, type SavedObject } from '../../lib/registry/kept-metadata.ts';
import { isName, linesOf } from '../../lib/registry/names.ts';

export type Cluster = CallOutput<'getCluster'>;
export type ClusterBody = CallInput<'createCluster'>['body'];

export type ClusterDraft = {
  name: string;
  server: string;
  kubeconfig: string;
  context: string;
  namespaces: string;
};

export function draftOf(saved: Cluster | undefined): ClusterDraft {
  return {
    name: saved?.metadata.name ?? '',
    server: saved?.spec.server ?? '',
    kubeconfig: '',
    context: '',
    namespaces: (saved?.spec.namespaces ?? []).join('\n'),
  };
}

/** Fields that are missing or wrong; a saved cluster keeps its kubeconfig when none is typed. */
export function clusterProblems(draft: ClusterDraft, isSaved: boolean): ('name' | 'kubeconfig')[] {
  return [
    ...(isName(draft.name) ? [] : (['name'] as const)),
    ...(isSaved || draft.kubeconfig.trim() !== '' ? [] : (['kubeconfig'] as const)),
  ];
}

export function clusterBody(draft: ClusterDraft, saved?: SavedObject): ClusterBody {
  const namespaces = linesOf(draft.namespaces);
  return {
    metadata: { ...keptMetadata(saved), name: draft.name },
    spec: {
      ...(draft.server.trim() ? { server: draft.server.trim() } : {}),
      ...(namespaces.length > 0 ? { namespaces } : {}),
    },
    ...(draft.kubeconfig.trim() ? { kubeconfig: draft.kubeconfig } : {}),
    ...(draft.context.trim() ? { context: draft.context.trim() } : {}),
  };
}
