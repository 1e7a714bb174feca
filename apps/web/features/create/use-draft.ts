'use client';
import {
  parseAsArrayOf,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
  useQueryState,
  useQueryStates,
} from 'nuqs';
import { reachable, steps, type Draft, type Step } from './draft.ts';

const text = parseAsString.withDefault('');
const flag = parseAsBoolean.withDefault(false);
const parsers = {
  name: text,
  project: text,
  repo: text,
  url: text,
  origin: parseAsStringLiteral(['', 'helm', 'oci'] as const).withDefault(''),
  chart: text,
  revision: text,
  path: text,
  renderer: text,
  valueFiles: parseAsArrayOf(parseAsString).withDefault([]),
  cluster: text,
  namespace: text,
  createNamespace: parseAsBoolean.withDefault(true),
  auto: flag,
  prune: flag,
  heal: flag,
};

/** The draft and its step, both in the address; a step whose predecessors are incomplete shows the first incomplete one. */
export function useDraft() {
  const [draft, setDraft] = useQueryStates(parsers, { history: 'replace' });
  const [asked, setStep] = useQueryState(
    'step',
    parseAsStringLiteral(steps).withDefault('source').withOptions({ history: 'push' }),
  );
  const furthest = reachable(draft);
  const step: Step = steps.indexOf(asked) > steps.indexOf(furthest) ? furthest : asked;
  return {
    draft: draft as Draft,
    set: (part: Partial<Draft>) =>
      void setDraft({
        ...part,
        ...(part.valueFiles ? { valueFiles: [...part.valueFiles] } : {}),
      } as Parameters<typeof setDraft>[0]),
    step,
    go: (next: Step) => void setStep(next),
    furthest,
  };
}
