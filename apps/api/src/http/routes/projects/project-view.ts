import { apiVersion, type Project } from '@bowline/contract';
import type { z } from 'zod';
import type { Access } from '../../../auth/access.ts';
import type { ProjectRecord } from '../../../store/project.ts';
import { canView, metadataView } from '../../metadata-view.ts';

export function projectView(
  record: ProjectRecord,
  access: Access,
  applications: number,
): z.input<typeof Project> {
  return {
    apiVersion,
    kind: 'Project',
    metadata: metadataView(record.uid, record, record.name),
    spec: record.spec,
    status: { applications, conditions: [] },
    can: {
      ...canView(access, 'projects', ['get', 'update', 'delete'], record.name),
      createApplication: canView(access, 'applications', ['create'], record.name).create ?? {
        ok: false,
        reason: '',
      },
    },
  };
}
