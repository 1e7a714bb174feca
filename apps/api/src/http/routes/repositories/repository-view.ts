import { apiVersion, type Repository } from '@bowline/contract';
import type { z } from 'zod';
import type { Access } from '../../../auth/access.ts';
import type { RepositoryRecord } from '../../../store/repository.ts';
import { withoutUserinfo } from '../../../store/repository-url.ts';
import { connectionConditions } from '../../connection-conditions.ts';
import { canView, metadataView } from '../../metadata-view.ts';

/** A Repository without anything secret (X75). */
export function repositoryView(
  record: RepositoryRecord,
  access: Access,
  applications: number,
): z.input<typeof Repository> {
  return {
    apiVersion,
    kind: 'Repository',
    metadata: metadataView(record.id, record, record.project),
    spec: {
      ...(record.type !== 'git' && { type: record.type }),
      url: record.url,
      ...(record.insecureSkipTlsVerify && { insecureSkipTlsVerify: true }),
      ...(record.caPem !== '' && { caPem: record.caPem }),
      ...(record.proxy !== '' && { proxy: withoutUserinfo(record.proxy) }),
      ...(record.pollSeconds !== null && { pollSeconds: record.pollSeconds }),
    },
    status: {
      credential: record.credentialKind,
      hasWebhookSecret: record.hasWebhookSecret,
      state: record.state,
      code: record.code,
      message: record.message,
      checkedAt: record.checkedAt,
      latencyMs: record.latencyMs,
      lastWebhookAt: record.lastWebhookAt,
      applications,
      conditions: connectionConditions(record),
    },
    can: canView(access, 'repositories', ['get', 'update', 'delete'], record.project),
  };
}
