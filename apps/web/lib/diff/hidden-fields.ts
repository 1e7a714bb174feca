import type { useTranslations } from 'use-intl';

type Hidden = readonly { path: string; hiddenBy?: string }[];

/** "3 fields not compared: spec.replicas (rule hpa), …" or '' when there is none. The first three are named. */
export function hiddenSentence(hidden: Hidden, t: ReturnType<typeof useTranslations<'terms'>>): string {
  if (hidden.length === 0) return '';
  const shown = hidden
    .slice(0, 3)
    .map((field) => (field.hiddenBy ? `${field.path} (${field.hiddenBy})` : field.path));
  if (hidden.length > 3) shown.push(t('diff.more', { count: hidden.length - 3 }));
  return t('diff.ignored', { count: hidden.length, paths: shown.join(', ') });
}
