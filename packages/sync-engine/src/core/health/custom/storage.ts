import type { KubeObject } from '../../model.ts';
import { entriesAt, isAbsent, textAt } from '../read.ts';
import { byValue, is, line, otherwise, rule, verdict, when } from '../rules.ts';

/** Storage and backup (B9). */
export const storageLines = [
  line(
    'minio.min.io',
    'Tenant',
    byValue(
      'status.currentState',
      {
        H: 'Initialized',
        D: [
          'Statefulset not controlled by operator',
          'Another MinIO Tenant already exists in the namespace',
          'Tenant credentials are not set properly',
          'Different versions across MinIO Pools',
          'Pool Decommissioning Not Allowed',
        ].join('|'),
      },
      { other: 'P', absent: 'P' },
    ),
  ),
  line(
    'ceph.rook.io',
    'CephCluster',
    rule(
      'health HEALTH_WARN or HEALTH_ERR → Degraded; HEALTH_OK and state Created, Connected or none → Healthy, Error → Degraded, any ' +
        'other → Progressing',
      ceph,
    ),
  ),
  line(
    'ceph.rook.io',
    'CephObjectStore',
    byValue('status.phase', { H: 'Ready', D: 'Failure' }, { other: 'P' }),
  ),
  line(
    'objectbucket.io',
    'ObjectBucketClaim',
    byValue('status.phase', { H: 'Bound', D: 'Failed' }, { other: 'P' }),
  ),
  line(
    'ocs.openshift.io',
    'StorageCluster',
    when('Degraded=True D', 'Progressing=True P', 'Available=True H'),
    otherwise('U', ''),
  ),
  line(
    'trident.netapp.io',
    'TridentOrchestrator',
    byValue(
      'status.status',
      { H: 'Installed', D: 'Failed|Error' },
      { other: 'P', messagePath: 'status.message' },
    ),
  ),
  line(
    'trident.netapp.io',
    'TridentBackendConfig',
    rule(
      'phase Bound and lastOperationStatus Success → Healthy; lastOperationStatus Failed → Degraded',
      (object) => {
        const last = textAt(object, 'status.lastOperationStatus');
        const message = textAt(object, 'status.message');
        if (textAt(object, 'status.phase') === 'Bound' && last === 'Success') return verdict('H', message);
        return last === 'Failed' ? verdict('D', message || 'The last operation failed.') : null;
      },
    ),
  ),
  line(
    'longhorn.io',
    'Volume',
    is('status.robustness', 'faulted', 'D', 'The volume is faulted.'),
    is('status.state', 'detached', 'H', ''),
    rule('state attached with robustness healthy → Healthy', (object) => {
      const isWell = textAt(object, 'status.robustness') === 'healthy';
      return isWell && textAt(object, 'status.state') === 'attached' ? verdict('H', '') : null;
    }),
    byValue('status.state', {}, { other: 'P' }),
  ),
  line(
    'velero.io',
    'Backup Restore',
    byValue(
      'status.phase',
      {
        H: 'Completed',
        D: 'FailedValidation|Failed|PartiallyFailed|WaitingForPluginOperationsPartiallyFailed|FinalizingPartiallyFailed',
      },
      { other: 'P', messagePath: 'status.failureReason' },
    ),
  ),
  line(
    'velero.io',
    'Schedule',
    byValue('status.phase', { H: 'Enabled', D: 'FailedValidation' }, { other: 'P' }),
  ),
  line(
    'astra.netapp.io',
    'Backup ExecHooksRun ResourceBackup ResticVolumeBackup Snapshot',
    byValue(
      'status.state',
      { H: 'Completed', P: 'Running' },
      { other: 'D', absent: 'P', messagePath: 'status.error' },
    ),
  ),
  line(
    'astra.netapp.io',
    'AppVault',
    byValue('status.state', { H: 'available|Available', D: 'failed|Failed' }, { other: 'P' }),
  ),
  line(
    'astra.netapp.io',
    'ExecHook',
    is('spec.enabled', true, 'H', ''),
    is('spec.enabled', false, 'S', 'The hook is disabled.'),
  ),
  line('astra.netapp.io', 'Schedule', otherwise('H', '')),
];

function ceph(object: KubeObject) {
  const health = textAt(object, 'status.ceph.health');
  const details = entriesAt(object, 'status.ceph.details')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, detail]) => textAt(detail, 'message'))
    .filter((text) => text !== '');
  const words = [`Ceph's health is ${health || 'not known'}.`, ...details].join(' ');
  if (health === 'HEALTH_WARN' || health === 'HEALTH_ERR') return verdict('D', words);
  if (health !== 'HEALTH_OK') return null;
  const state = textAt(object, 'status.state');
  if (isAbsent(object, 'status.state') || state === 'Created' || state === 'Connected')
    return verdict('H', words);
  return verdict(state === 'Error' ? 'D' : 'P', textAt(object, 'status.message') || `The state is ${state}.`);
}
