import { CustomHealth } from '@bowline/sync-engine/adapters/lua/custom-health';
import { readCustomizations } from '@bowline/sync-engine/core/health/customizations';
import type { Config } from './config.ts';
import { readCustomizationFile } from './customization-file.ts';

/** The health customisations of the configured file; undefined without one. Throws ConfigError naming every wrong entry. */
export function openCustomHealth(config: Pick<Config, 'healthCustomizations'>): CustomHealth | undefined {
  const file = config.healthCustomizations;
  if (file === '') return undefined;
  const { customizations } = readCustomizationFile('BOWLINE_HEALTH_CUSTOMIZATIONS', file, readCustomizations);
  return new CustomHealth(customizations);
}
