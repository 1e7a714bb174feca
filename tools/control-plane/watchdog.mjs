// Runs one server and ends it when standard input closes, that is, when the process that started us is gone.
// Plain JavaScript: it starts without a loader and costs as little memory as Node can.
import { spawn } from 'node:child_process';

const graceMs = 5_000;
const [file, ...args] = process.argv.slice(2);
const server = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit'] });

function end() {
  server.kill('SIGTERM');
  setTimeout(() => server.kill('SIGKILL'), graceMs).unref();
}

server.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
server.on('exit', (code) => process.exit(code ?? 1));
process.stdin.on('end', end).on('error', end).resume();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);
