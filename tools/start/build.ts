// Builds what the product needs before it runs (`npm start` and the browser tests do this by themselves).
import { fileURLToPath } from 'node:url';
import { buildWeb } from './build-web.ts';

await buildWeb(fileURLToPath(new URL('../..', import.meta.url)), (line) => console.log(line));
