import { ConfigError, loadConfig } from './config.ts';
import { start } from './roles/start.ts';

// One process, all or some roles. The first signal stops gracefully, a second one at once.
async function main(): Promise<void> {
  const running = await start(loadConfig());
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function fail(error: unknown): never {
  process.stderr.write(
    `${error instanceof ConfigError ? error.message : String((error as Error)?.stack ?? error)}\n`,
  );
  process.exit(error instanceof ConfigError ? 2 : 1);
}

main().catch(fail);
