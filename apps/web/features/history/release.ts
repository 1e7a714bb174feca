import type { CallOutput } from '@bowline/contract/client';

export type ReleaseRow = CallOutput<'listReleases'>['items'][number];
export const releaseFilters = ['all', 'successful', 'rollbacks', 'partial'] as const;
export type ReleaseFilter = (typeof releaseFilters)[number];

/** Whether a release is of the chosen sort. */
export function isOfSort(row: ReleaseRow, filter: ReleaseFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'successful':
      return row.outcome === 'succeeded';
    case 'rollbacks':
      return row.restores !== null;
    case 'partial':
      return row.isPartial;
  }
}
