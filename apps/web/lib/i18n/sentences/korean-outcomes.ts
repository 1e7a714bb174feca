type Sentence = readonly [english: string, korean: string];

const applied: Sentence = ['{#n} applied', '{#n}개 적용'];
const deleted: Sentence = ['{#gone} deleted', '{#gone}개 삭제'];
const hooks: readonly Sentence[] = [
  ['{#hooks} hook run', '훅 {#hooks}개 실행'],
  ['{#hooks} hooks run', '훅 {#hooks}개 실행'],
];

/** What an Operation did, its parts in the order in which the Plan came to them. */
export const koreanOutcomes: readonly Sentence[] = [
  [applied],
  [deleted],
  [applied, deleted],
  [deleted, applied],
  ...hooks.flatMap((hook) => [
    [hook],
    [hook, applied],
    [applied, hook],
    [hook, deleted],
    [deleted, hook],
    [hook, applied, deleted],
    [applied, hook, deleted],
    [applied, deleted, hook],
  ]),
].map((parts) => [
  `${parts.map(([english]) => english).join(', ')}.`,
  `${parts.map(([, korean]) => korean).join(', ')}.`,
]);
