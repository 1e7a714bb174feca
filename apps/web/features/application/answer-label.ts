import type { useTranslations } from 'use-intl';
import type { PolicyAnswers } from '../../lib/policy-sentences.ts';

type Translate = ReturnType<typeof useTranslations<'application.policy'>>;

const questions = {
  onGit: 'when.git',
  onDrift: 'when.drift',
  onRemoval: 'when.prune',
  onEmpty: 'when.empty',
  retryLimit: 'retry.limit',
  retryDuration: 'retry.duration',
} as const satisfies Record<keyof PolicyAnswers, string>;

const answers = {
  manual: 'git.manual',
  auto: 'git.auto',
  report: 'drift.report',
  heal: 'drift.heal',
  keep: 'prune.keep',
  prune: 'prune.auto',
  stop: 'empty.stop',
  allow: 'empty.allow',
} as const;

/** The question of the policy form that `path` answers. */
export function answerLabel([key = '']: readonly string[], t: Translate): string {
  return key in questions ? t(questions[key as keyof PolicyAnswers]) : key; // just looked up
}

/** A saved answer in the form's words. */
export function answerWords(_path: readonly string[], value: unknown, t: Translate): string {
  const word = String(value);
  return word in answers ? t(answers[word as keyof typeof answers]) : word; // just looked up
}
