import { isApplicationName, isName } from '../../lib/registry/names.ts';
import { answersOf, policyOf, type PolicyAnswers, type Spec } from '../../lib/policy-sentences.ts';

export const steps = ['source', 'destination', 'preview', 'policy', 'review'] as const;
export type Step = (typeof steps)[number];

/** What the stepper has gathered; it lives in the address, so a reload loses nothing. */
export type Draft = {
  name: string;
  project: string;
  repo: string;
  /** Address of the chosen repository. */
  url: string;
  /** Type of the chosen repository; '' is git. */
  origin: '' | 'helm' | 'oci';
  /** Chart of a Helm repository; '' in a registry is the artifact at its address. */
  chart: string;
  revision: string;
  path: string;
  renderer: string;
  valueFiles: readonly string[];
  cluster: string;
  namespace: string;
  createNamespace: boolean;
  auto: boolean;
  prune: boolean;
  heal: boolean;
};

export const emptyDraft: Draft = {
  name: '',
  project: '',
  repo: '',
  url: '',
  origin: '',
  chart: '',
  revision: '',
  path: '',
  renderer: '',
  valueFiles: [],
  cluster: '',
  namespace: '',
  createNamespace: true,
  auto: false,
  prune: false,
  heal: false,
};

export type DraftField =
  | 'name'
  | 'project'
  | 'repo'
  | 'chart'
  | 'revision'
  | 'path'
  | 'cluster'
  | 'namespace';

/** Fields of a step that are missing or wrong. */
export function problemsOf(draft: Draft, step: Step): DraftField[] {
  const problems: DraftField[] = [];
  if (step === 'source') {
    if (!isApplicationName(draft.name)) problems.push('name');
    if (draft.project === '') problems.push('project');
    if (draft.repo === '') problems.push('repo');
    if (draft.repo !== '' && draft.revision === '') problems.push('revision');
    if (draft.origin === 'helm' && draft.chart === '') problems.push('chart');
    if (draft.repo !== '' && draft.origin === '' && draft.renderer === '') problems.push('path');
  }
  if (step === 'destination') {
    if (draft.cluster === '') problems.push('cluster');
    if (!isName(draft.namespace)) problems.push('namespace');
  }
  return problems;
}

/** The furthest step that may be shown: everything before it is complete. */
export function reachable(draft: Draft): Step {
  return steps.find((step) => problemsOf(draft, step).length > 0) ?? 'review';
}

export function answersOfDraft(draft: Draft): PolicyAnswers {
  return {
    ...answersOf(undefined),
    onGit: draft.auto ? 'auto' : 'manual',
    onDrift: draft.heal ? 'heal' : 'report',
    onRemoval: draft.prune ? 'prune' : 'keep',
  };
}

/** The spec that would be registered. `answers` carries the retry that the address does not. */
export function specOfDraft(draft: Draft, answers: PolicyAnswers): Spec {
  const policy = policyOf(
    answers,
    draft.createNamespace ? { syncOptions: ['CreateNamespace=true'] } : undefined,
  );
  return {
    project: draft.project,
    sources: [
      {
        repoURL: draft.url,
        ...(draft.chart === '' ? { path: draft.path || '.' } : { chart: draft.chart }),
        targetRevision: draft.revision,
        ...(draft.valueFiles.length > 0 ? { helm: { valueFiles: [...draft.valueFiles] } } : {}),
      },
    ],
    destination: { name: draft.cluster, namespace: draft.namespace },
    ...(Object.keys(policy).length > 0 ? { syncPolicy: policy } : {}),
  };
}
