import type { CallInput } from '@bowline/contract/client';

export type Spec = CallInput<'createApplication'>['body']['spec'];
export type SyncPolicy = NonNullable<Spec['syncPolicy']>;

/** The policy as the form asks it: four questions with one answer each, and the retry. */
export type PolicyAnswers = {
  onGit: 'manual' | 'auto';
  onDrift: 'report' | 'heal';
  onRemoval: 'keep' | 'prune';
  onEmpty: 'stop' | 'allow';
  retryLimit: string;
  retryDuration: string;
};

export function answersOf(policy: SyncPolicy | undefined): PolicyAnswers {
  const automated = policy?.automated;
  const isAuto = automated !== undefined && automated !== null && automated.enabled !== false;
  return {
    onGit: isAuto ? 'auto' : 'manual',
    onDrift: isAuto && automated.selfHeal ? 'heal' : 'report',
    onRemoval: isAuto && automated.prune ? 'prune' : 'keep',
    onEmpty: isAuto && automated.allowEmpty ? 'allow' : 'stop',
    retryLimit: String(policy?.retry?.limit ?? 0),
    retryDuration: policy?.retry?.backoff?.duration ?? '5s',
  };
}

/** The policy that says the same; what the form does not ask stays as it was. */
export function policyOf(answers: PolicyAnswers, before: SyncPolicy | undefined): SyncPolicy {
  const isAuto = answers.onGit === 'auto';
  const limit = Number(answers.retryLimit);
  const { automated: _automated, retry, ...rest } = before ?? {};
  const backoff = { factor: 2, maxDuration: '3m', ...retry?.backoff, duration: answers.retryDuration };
  return {
    ...rest,
    ...(isAuto
      ? {
          automated: {
            enabled: true,
            prune: answers.onRemoval === 'prune',
            selfHeal: answers.onDrift === 'heal',
            allowEmpty: answers.onRemoval === 'prune' && answers.onEmpty === 'allow',
          },
        }
      : {}),
    ...(limit > 0 ? { retry: { ...retry, limit, backoff } } : {}),
  };
}

export type PolicyProblem = 'limit' | 'duration';

/** What is wrong with the typed numbers. */
export function policyProblems(answers: PolicyAnswers): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const limit = Number(answers.retryLimit);
  if (!/^\d+$/.test(answers.retryLimit) || limit > 100) problems.push('limit');
  if (limit > 0 && !/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(answers.retryDuration)) problems.push('duration');
  return problems;
}
