// Writes docs/reference/configuration.md from the schema of the server's settings.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configurationReference } from '../../apps/api/src/config-reference.ts';

const file = fileURLToPath(new URL('../../docs/reference/configuration.md', import.meta.url));
writeFileSync(file, configurationReference());
