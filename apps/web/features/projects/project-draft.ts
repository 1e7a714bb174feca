import type { CallInput, CallOutput } from '@bowline/contract/client';
import { isName, linesOf } from '../../lib/registry/names.ts';

export type Project = CallOutput<'getProject'>;
export type ProjectBody = CallInput<'createProject'>['body'];

export type ProjectDraft = {
  name: string;
  description: string;
  repos: string;
  destinations: string;
  required: string;
  allowSelf: boolean;
  policyMayApprove: boolean;
};

export const emptyProject: ProjectDraft = {
  name: '',
  description: '',
  repos: '*',
  destinations: '*/*',
  required: '0',
  allowSelf: true,
  policyMayApprove: false,
};

type Problem = 'name' | 'destinations' | 'required';

/** `cluster/namespace`, or an address and a namespace: the last slash divides. */
function destinationOf(line: string): { name?: string; server?: string; namespace: string } | null {
  const at = line.lastIndexOf('/');
  const [cluster, namespace] = [line.slice(0, at), line.slice(at + 1)];
  if (at < 1 || namespace === '' || cluster.endsWith(':') || cluster.endsWith(':/')) return null;
  return /^https?:\/\//.test(cluster) ? { server: cluster, namespace } : { name: cluster, namespace };
}

export function projectProblems(draft: ProjectDraft): Problem[] {
  const problems: Problem[] = [];
  if (!isName(draft.name)) problems.push('name');
  if (linesOf(draft.destinations).some((line) => destinationOf(line) === null)) problems.push('destinations');
  if (!/^\d+$/.test(draft.required) || Number(draft.required) > 10) problems.push('required');
  return problems;
}

export function projectBody(draft: ProjectDraft): ProjectBody {
  const { allowSelf, policyMayApprove } = draft;
  return {
    metadata: { name: draft.name },
    spec: {
      ...(draft.description.trim() ? { description: draft.description.trim() } : {}),
      sourceRepos: linesOf(draft.repos),
      destinations: linesOf(draft.destinations).flatMap((line) => destinationOf(line) ?? []),
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      approvals: { required: Number(draft.required), allowSelf, policyMayApprove },
    },
  };
}
