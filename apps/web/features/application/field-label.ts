import type { useTranslations } from 'use-intl';

type Translate = ReturnType<typeof useTranslations<'application.settings'>>;

const names = {
  repoURL: 'repo',
  targetRevision: 'revision',
  path: 'path',
  chart: 'chart',
  valueFiles: 'valueFiles',
  values: 'values',
  releaseName: 'releaseName',
  images: 'images',
  recurse: 'recurse',
  cluster: 'cluster',
  namespace: 'namespace',
  options: 'options',
} as const;

const isName = (key: string): key is keyof typeof names => key in names;

/** The form's own words for a field of `SpecForm`: `['sources', '1', 'path']` → "Source 2: Path". */
export function fieldLabel(path: readonly string[], t: Translate): string {
  const key = path.at(-1) ?? '';
  if (path[0] === 'sources' && path.length < 3) return t('edit');
  const label = isName(key) ? t(names[key]) : key;
  return path[0] === 'sources' ? `${t('source', { number: Number(path[1]) + 1 })}: ${label}` : label;
}
