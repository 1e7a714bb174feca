// Runs one of Bowline's programs on Node: `node tools/start/run.mjs api`. Settings come from the environment.
import { fileURLToPath, pathToFileURL } from 'node:url';
import { programPath } from './programs.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [, , name = '', ...args] = process.argv;
const path = await programPath(root, name);
process.argv = [process.argv[0], path, ...args];
await import(pathToFileURL(path).href);
