import { processIo } from './io.ts';
import { main } from './program.ts';

// `bowline app list | head`: the reader may leave early.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 2);
});
process.on('SIGINT', () => {
  process.stderr.write('\n');
  process.exit(130);
});

process.exitCode = await main(process.argv.slice(2), processIo());
