import type { Source } from './model.ts';

/**
 * What a source asks git for, as one text: its target revision, or with a `tagPrefix` `prefix@{range}`, which no ref can be
 * called (SRC-2).
 */
export function sourceTarget(source: Pick<Source, 'targetRevision' | 'tagPrefix'>): string {
  const { targetRevision = '', tagPrefix = '' } = source;
  return tagPrefix === '' ? targetRevision : `${tagPrefix}@{${targetRevision.trim()}}`;
}

/** Inverse of {@link sourceTarget}; undefined for a target without a prefix. */
export function parsePrefixedTarget(target: string): { tagPrefix: string; range: string } | undefined {
  const [, tagPrefix = '', range = ''] = /^(.+?)@\{([^{}]*)\}$/.exec(target) ?? [];
  return tagPrefix === '' ? undefined : { tagPrefix, range };
}
