import type { Draft, DraftField } from './draft.ts';

export type StepProps = {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  /** After a first try to go on: what is missing is marked. */
  isTried: boolean;
  problems: readonly DraftField[];
};
