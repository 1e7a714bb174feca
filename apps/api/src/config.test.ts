import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configurationReference } from './config-reference.ts';
import { ConfigError, loadConfig, settings } from './config.ts';

const base = { DATABASE_URL: 'postgresql://u:geheim@127.0.0.1/bowline' };

describe('loadConfig', () => {
  it('has a default for everything but the database, and is frozen', () => {
    const config = loadConfig(base);
    expect(config).toMatchObject({
      port: 8080,
      roles: ['api', 'controller'],
      egressAllow: [],
    });
    expect(Object.isFrozen(config)).toBe(true);
    expect(() => loadConfig({})).toThrow(/DATABASE_URL/);
  });

  it('reads lists, numbers and flags from text', () => {
    const env = {
      BOWLINE_EGRESS_ALLOW: '127.0.0.1:1, localhost:2',
      BOWLINE_PORT: '0',
      BOWLINE_DEMO: 'true',
      ROLES: 'api',
    };
    expect(loadConfig({ ...base, ...env })).toMatchObject({
      egressAllow: ['127.0.0.1:1', 'localhost:2'],
      port: 0,
      demo: true,
      roles: ['api'],
    });
  });

  it('takes the roles there are, once each, and refuses every other with a sentence', () => {
    const rolesOf = (ROLES: string) => loadConfig({ ...base, ROLES }).roles;
    expect(rolesOf('all')).toEqual(['api', 'controller']);
    expect(rolesOf('controller, controller')).toEqual(['controller']);
    for (const name of ['renderer', 'notifier', 'api,cook', ' , ']) {
      expect(() => rolesOf(name), name).toThrow(/ROLES \(roles\): .*choose api, controller or all/);
    }
  });

  it('names every wrong setting at once and shows no value', () => {
    const bad = { DATABASE_URL: 'mysql://geheim', BOWLINE_PORT: '70000', ROLES: 'cook' };
    expect(() => loadConfig(bad)).toThrow(ConfigError);
    const message = messageOf(() => loadConfig(bad));
    expect(message).toMatch(/DATABASE_URL/);
    expect(message).toMatch(/BOWLINE_PORT/);
    expect(message).toMatch(/ROLES/);
    expect(message).not.toMatch(/geheim/);
  });

  it('has a reference that says what the schema says', () => {
    const file = new URL('../../../docs/reference/configuration.md', import.meta.url);
    expect(readFileSync(file, 'utf8'), 'run `npx tsx tools/generate/configuration.ts`').toBe(
      configurationReference(),
    );
  });

  it('gives every setting one environment variable and a meaning', () => {
    const all = settings();
    expect(new Set(all.map((setting) => setting.env)).size).toBe(all.length);
    for (const setting of all) expect(setting.about, setting.key).toMatch(/\.$/);
  });
});

function messageOf(fn: () => unknown): string {
  try {
    fn();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}
