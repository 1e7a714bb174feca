import type { Condition } from '@bowline/sync-engine/core/model';

type Contacted = {
  state: string;
  code: string;
  message: string;
  checkedAt: string | null;
  createdAt: string;
};

/** What the last contact with a Cluster or Repository says, as Conditions: none unless it failed. */
export function connectionConditions(record: Contacted): Condition[] {
  if (record.state !== 'failed') return [];
  return [
    {
      type: 'ConnectionFailed',
      status: 'True',
      code: record.code,
      message: record.message,
      lastTransitionTime: record.checkedAt ?? record.createdAt,
    },
  ];
}
