import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endpoints } from '@bowline/contract';
import { describe, expect, it } from 'vitest';
import { registry } from './registry.ts';

const folder = new URL('.', import.meta.url).pathname;

describe('endpoint registry', () => {
  it('has every endpoint of the contract once', () => {
    expect(registry.map((endpoint) => endpoint.name).sort()).toEqual(Object.keys(endpoints).sort());
  });

  it('has every endpoint of the folder, one per file (X43)', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) => /^\w+\/[\w-]+\.ts$/.test(file) && !file.includes('.test.'),
    );
    const declared = files.flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/= endpoint\(\s*'(\w+)'/g)].map((match) => ({
        file,
        name: match[1],
      })),
    );
    expect(declared.map(({ name }) => name).sort()).toEqual(registry.map((endpoint) => endpoint.name).sort());
    expect(new Set(declared.map(({ file }) => file)).size).toBe(declared.length);
  });
});
