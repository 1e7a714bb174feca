import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startSandbox } from '../src/start.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    port: { type: 'string', default: '0' },
    'kubeconfig-out': { type: 'string' },
  },
});

const sandbox = await startSandbox({ dataDir: values.data, port: Number(values.port) });
if (values['kubeconfig-out']) writeFileSync(values['kubeconfig-out'], sandbox.kubeconfig, { mode: 0o600 });
process.stdout.write(
  `${JSON.stringify({ ready: true, url: sandbox.url, kubeconfig: values['kubeconfig-out'] ?? null })}\n`,
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    sandbox.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
