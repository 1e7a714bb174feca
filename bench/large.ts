// One large render and one large object, from git to a Plan, in processes of little memory. `--quick`: a fifth of the render, for `npm test`.
import { machine, report } from './support/figures.ts';
import { runLarge } from './support/run-large.ts';

const isQuick = process.argv.includes('--quick');
const megabytes = isQuick ? 10 : 50;
const heapMb = isQuick ? 160 : 512;
const outputBytesMax = 50_000_000;

// Just below the cap: a manifest is a little larger as text than what it was asked to be.
const whole = await runLarge({ objects: megabytes, bytes: 990_000, outputBytesMax, heapMb });
const one = await runLarge({ objects: 1, bytes: 5_000_000, outputBytesMax, heapMb });
const beyond = await runLarge({
  objects: megabytes,
  bytes: 990_000,
  outputBytesMax: megabytes * 900_000,
  heapMb,
});
if (beyond.code !== 'render_too_large') throw new Error(`A render beyond the cap gave "${beyond.code}".`);
if (whole.steps !== megabytes + 1 || one.steps !== 2) throw new Error('Not every object is in the Plan.');

const mb = (bytes: number) => bytes / 2 ** 20;
report(
  `Large renders, heap of at most ${heapMb} MB`,
  [
    {
      what: `${megabytes} MB in ${megabytes} objects, from git to a Plan`,
      value: whole.ms / 1000,
      unit: 's',
    },
    {
      what: 'most memory at a time',
      value: mb(whole.peakBytes),
      unit: 'MiB',
      limit: { kind: 'at most', value: isQuick ? 300 : 512 },
    },
    { what: 'one object of 5 MB', value: one.ms / 1000, unit: 's' },
    {
      what: 'most memory at a time',
      value: mb(one.peakBytes),
      unit: 'MiB',
      limit: { kind: 'at most', value: 300 },
    },
    {
      what: 'objects of a render beyond the cap, refused as render_too_large',
      value: beyond.objects,
      unit: '',
      limit: { kind: 'exactly', value: 0 },
    },
  ],
  [machine()],
);
