import { type SettingInfo, settings } from './config.ts';

/** docs/reference/configuration.md, made from the schema. */
export function configurationReference(): string {
  return [
    '# Configuration',
    '',
    '<!-- Made from apps/api/src/config-fields.ts by `npx tsx tools/generate/configuration.ts`; do not edit. -->',
    '',
    'The server reads its settings from environment variables, else from the YAML file that `BOWLINE_CONFIG` names, else it',
    'takes the default. A wrong setting, and an unknown key in the file, stops the start with a message that names it.',
    '',
    '| Environment variable | Key in the file | Default | Meaning |',
    '| --- | --- | --- | --- |',
    ...settings().map(row),
    '',
    'Lists are separated by commas in the environment and are YAML lists in the file. Settings marked *secret* are best given',
    'by the environment; none is ever logged.',
    '',
    '```yaml',
    '# bowline.yaml',
    'externalUrl: https://bowline.example.com',
    'trustedProxies: [10.0.0.0/8]',
    'egressAllow: [git.internal.example:22]',
    'roles: [api, controller]',
    '```',
    '',
  ].join('\n');
}

function row(setting: SettingInfo): string {
  const secret = setting.isSecret ? ' *Secret.*' : '';
  const about = setting.about.replaceAll('|', '\\|');
  return `| \`${setting.env}\` | \`${setting.key}\` | ${defaultText(setting)} | ${about}${secret} |`;
}

function defaultText({ default: value, isRequired }: SettingInfo): string {
  if (isRequired) return 'required';
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return '';
  return `\`${Array.isArray(value) ? value.join(',') : String(value)}\``;
}
