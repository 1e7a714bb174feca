// One repository with 300 Applications: what a commit that touches one of them costs, and the memory all of them take.
import { sendWebhook } from '../tools/git-server/webhook.ts';
import { createNamespace } from './support/cluster.ts';
import { machine, report, timed } from './support/figures.ts';
import { addRepository, startStand } from './support/stand.ts';

const applications = 300;
const rounds = 5;
const manifest = (name: string, value: number) => `apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}}
data: {value: "${value}"}
`;
const nameOf = (i: number) => `app-${String(i).padStart(3, '0')}`;

const stand = await startStand();
try {
  await createNamespace(stand.cluster, 'bench');
  const names = Array.from({ length: applications }, (_, i) => nameOf(i));
  const files = Object.fromEntries(names.map((name) => [`apps/${name}/settings.yaml`, manifest(name, 0)]));
  await addRepository(stand, 'mono', files);
  const empty = await stand.usage();
  const registered = await timed(async () => {
    for (const name of names) await stand.addApplication(name, { repository: 'mono', path: `apps/${name}` });
    await stand.until(
      'all to be compared',
      `SELECT count(*) = 0 FROM application WHERE reconciled_at IS NULL OR desired_revision = ''`,
    );
  });

  const millis: number[] = [];
  const renders: number[] = [];
  const processes: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const before = { renders: stand.renders(), ...(await stand.usage()) };
    const touched = nameOf(round * 7);
    const commit = await stand.git.commit('mono', {
      files: { [`apps/${touched}/settings.yaml`]: manifest(touched, round) },
      message: `round ${round}`,
    });
    const push = {
      repositoryUrl: stand.git.urlOf('mono'),
      ref: 'refs/heads/main',
      before: '',
      after: commit,
    };
    const current = await timed(async () => {
      await sendWebhook(stand.webhook, push);
      await stand.until(
        'all to be current',
        `SELECT count(*) = 0 FROM application WHERE desired_revision <> $1 OR refresh_requested_at IS NOT NULL`,
        [commit],
      );
    });
    millis.push(current.ms);
    renders.push(stand.renders() - before.renders);
    processes.push((await stand.usage()).processes - before.processes);
  }
  const { rssBytes } = await stand.usage();
  report(
    `One repository, ${applications} Applications, a commit that touches one, worst of ${rounds}, ${stand.cluster.name}`,
    [
      { what: 'registered and compared for the first time', value: registered.ms / 1000, unit: 's' },
      {
        what: 'renders for the commit',
        value: Math.max(...renders),
        unit: '',
        limit: { kind: 'exactly', value: 1 },
      },
      { what: 'processes started (git)', value: Math.max(...processes), unit: '' },
      {
        what: 'all current after',
        value: Math.max(...millis) / 1000,
        unit: 's',
        limit: { kind: 'at most', value: 2 },
      },
      { what: 'resident memory before the first Application', value: empty.rssBytes / 2 ** 20, unit: 'MiB' },
      { what: `resident memory at ${applications} Applications`, value: rssBytes / 2 ** 20, unit: 'MiB' },
    ],
    [machine()],
  );
} finally {
  await stand.stop();
}
