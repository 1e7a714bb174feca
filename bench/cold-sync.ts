// One Application of 1,000 ConfigMaps from nothing, against the API server's own rate of server-side applies in the same run.
import { applyConfigMap, createNamespace } from './support/cluster.ts';
import { machine, report, timed } from './support/figures.ts';
import { addRepository, startStand } from './support/stand.ts';

const objects = 1000;
const atOnce = 20;
const nameOf = (i: number) => `settings-${String(i).padStart(4, '0')}`;
const dataOf = (i: number) => ({ value: `value ${i}`, text: 'x'.repeat(200) });
const manifest = (i: number) => `apiVersion: v1
kind: ConfigMap
metadata: {name: ${nameOf(i)}}
data: {value: "${dataOf(i).value}", text: "${dataOf(i).text}"}
`;

const stand = await startStand();
try {
  await createNamespace(stand.cluster, 'bench');
  await createNamespace(stand.cluster, 'bare');
  const files: Record<string, string> = {};
  for (let i = 0; i < objects; i += 50) {
    files[`app/part-${i}.yaml`] = Array.from({ length: 50 }, (_, n) => manifest(i + n)).join('---\n');
  }
  await addRepository(stand, 'big', files);
  await stand.addApplication('big', { repository: 'big', path: 'app' });
  await stand.until(
    'the first comparison',
    `SELECT count(*) > 0 FROM application WHERE resource_count >= $1`,
    [objects],
  );

  const bare = await timed(applyAll);
  const target = { project: 'default', application: 'big' };
  const built = await timed(() => stand.client.call('buildPlan', { body: { kind: 'sync', ...target } }));
  const plan = built.value;
  const body = { digest: plan.digest, tickedRisks: plan.risks.map((risk) => risk.id) };
  const run = await timed(async () => {
    const operation = await stand.client.call('executePlan', { params: { id: plan.id }, body });
    await stand.until('the operation to end', `SELECT finished_at IS NOT NULL FROM operation WHERE id = $1`, [
      operation.id,
    ]);
    return stand.client.call('getOperation', { params: { id: operation.id } });
  });
  if (run.value.phase !== 'Succeeded') throw new Error(run.value.message);
  const rates = [bare.ms, run.ms].map((ms) => (objects / ms) * 1000);
  const [theirs = 0, mine = 0] = rates;
  report(
    `Cold sync of ${objects} ConfigMaps, ${stand.cluster.name}`,
    [
      { what: `bare server-side applies, ${atOnce} at once`, value: theirs, unit: '/s' },
      { what: 'Bowline, from execute to Succeeded', value: mine, unit: '/s' },
      { what: 'ratio of the rates', value: mine / theirs, unit: '', limit: { kind: 'at least', value: 0.3 } },
      { what: 'building the Plan, with a dry run of every object', value: built.ms / 1000, unit: 's' },
      { what: 'resident memory afterwards', value: (await stand.usage()).rssBytes / 2 ** 20, unit: 'MiB' },
    ],
    [machine()],
  );
} finally {
  await stand.stop();
}

async function applyAll(): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < objects) {
      const i = next++;
      await applyConfigMap(stand.cluster, 'bare', nameOf(i), dataOf(i));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
