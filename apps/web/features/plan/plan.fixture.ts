import type { Plan, PlanObject } from './plan.ts';

const key = (kind: string, name: string, group = '') => ({ group, kind, namespace: 'checkout', name });

/** An object of the sample plan; a test names what differs. */
export function planObject(
  over: Partial<PlanObject> & { kind: string; name: string; group?: string },
): PlanObject {
  const { kind, name, group = '', ...rest } = over;
  return {
    id: `${group}/${kind}/checkout/${name}`,
    key: key(kind, name, group),
    version: 'v1',
    verdict: 'modified',
    action: 'apply',
    phase: 'Sync',
    wave: 0,
    hookPhases: [],
    fields: [],
    hidden: [],
    desiredYaml: `kind: ${kind}\n`,
    liveYaml: `kind: ${kind}\n`,
    reasons: ['pending'],
    message: '',
    ...rest,
  };
}

/** A sync that takes back a drift and prunes a Job: two ticks and one approval are missing. */
export function samplePlan(over: Partial<Plan> = {}): Plan {
  const digest = '4be109c7'.padEnd(64, '0');
  const objects = [
    planObject({
      kind: 'ConfigMap',
      name: 'web-env',
      wave: -1,
      fields: [
        { path: 'data.PAYMENTS_GATEWAY_URL', desired: 'https://gateway.payments.svc:8443', cause: 'pending' },
        {
          path: 'data.CART_TTL',
          desired: '30m',
          live: '45m',
          base: '30m',
          cause: 'drift',
          manager: 'kubectl-edit',
          time: '2026-11-24T13:51:00Z',
        },
      ],
    }),
    planObject({
      kind: 'Deployment',
      name: 'web',
      group: 'apps',
      fields: [
        {
          path: 'spec.template.spec.containers[name=web].image',
          live: 'registry.shop.internal/web:2.4.1',
          desired: 'registry.shop.internal/web:2.4.2',
          cause: 'pending',
        },
      ],
      hidden: [{ path: 'spec.replicas', live: 6, desired: 4, cause: 'ignored', hiddenBy: 'hpa-replicas' }],
    }),
    planObject({
      kind: 'Job',
      name: 'smoke-test',
      group: 'batch',
      action: 'hook',
      phase: 'PostSync',
      wave: 1,
      hookPhases: ['PostSync'],
      verdict: 'missing',
      liveYaml: '',
    }),
    planObject({
      kind: 'Job',
      name: 'migrate-117',
      group: 'batch',
      action: 'prune',
      verdict: 'extra',
      desiredYaml: '',
    }),
  ];
  return {
    id: 'pl_7q2',
    kind: 'sync',
    state: 'open',
    project: 'payments',
    application: 'checkout-api',
    applicationUid: 'a-1',
    destination: { cluster: 'prod-seoul', namespace: 'checkout' },
    digest,
    builtBy: { kind: 'user', name: 'park' },
    builtAt: '2026-11-24T14:17:40Z',
    expiresAt: '2026-12-01T14:17:40Z',
    revisions: [
      {
        repoURL: 'https://git.shop.internal/shop/checkout.git',
        targetRevision: 'main',
        revision: 'c4d81e2'.padEnd(40, '0'),
        renderer: 'kustomize',
        tool: 'kustomize 5.7.1',
        author: 'park',
        message: 'web 2.4.2: read gateway URL',
      },
    ],
    desiredDigest: 'dd',
    options: { prune: true, pruneLast: false, replace: false, force: false, validate: true },
    steps: objects.map((object, index) => ({
      index,
      phase: (object.phase ?? 'Sync') as 'Sync',
      wave: object.wave,
      action: object.action,
      key: object.key,
      version: 'v1',
      reason: '',
    })),
    objects,
    counts: { create: 0, change: 2, prune: 1, hook: 1, restartPods: 6 },
    risks: [
      {
        id: 'r-drift',
        code: 'take-back-drift',
        severity: 'confirm',
        message: 'Changes made in the cluster are taken back: data.CART_TTL, last set by kubectl-edit.',
        key: key('ConfigMap', 'web-env'),
      },
      {
        id: 'r-prune',
        code: 'prune',
        severity: 'confirm',
        message: 'Job checkout/migrate-117 is deleted: it is no longer desired.',
        key: key('Job', 'migrate-117', 'batch'),
      },
    ],
    excluded: [],
    isPartial: false,
    edit: null,
    restores: null,
    hold: null,
    cascade: null,
    warnings: [],
    exactness: { state: 'exact', verifiedAt: '2026-11-24T14:20:00Z', reasons: [], newer: null },
    approvals: [],
    approvalsRequired: 0,
    rejection: null,
    decision: { kind: 'needs-approval', reasons: [{ code: 'risk_unticked', message: 'tick' }] },
    operationId: null,
    operationPhase: null,
    releaseNumber: null,
    can: {},
    ...over,
  };
}
