import { z } from 'zod';
import { ActorSchema, PageQuery, page } from './envelope.ts';
import { JsonValue, Name } from './spec.ts';

export const LoginInput = z.strictObject({ username: z.string().max(253), password: z.string().max(1024) });
export const Session = z.object({
  user: z.string(),
  displayName: z.string(),
  role: z.enum(['admin', 'operator', 'viewer', 'none']),
  groups: z.array(z.string()),
  actor: ActorSchema,
  mustChangePassword: z.boolean(),
  expiresAt: z.string(),
  /** Permissions that hold everywhere, for the shell: `<resource>:<action>`. */
  permissions: z.array(z.string()),
});
/** `session` is the opaque id that goes into the cookie; only login returns it. */
export const LoginResult = z.object({ session: z.string(), cookie: z.string(), info: Session });
export const PasswordInput = z.strictObject({
  current: z.string().max(1024),
  next: z.string().min(12).max(1024),
});

export const UserInput = z.strictObject({
  name: Name,
  displayName: z.string().max(253).default(''),
  role: z.enum(['admin', 'operator', 'viewer', 'none']),
});
export const UserPatch = z.strictObject({
  displayName: z.string().max(253).optional(),
  role: z.enum(['admin', 'operator', 'viewer', 'none']).optional(),
  disabled: z.boolean().optional(),
  resetPassword: z.boolean().optional(),
});
export const User = z.object({
  name: z.string(),
  displayName: z.string(),
  role: z.enum(['admin', 'operator', 'viewer', 'none']),
  disabled: z.boolean(),
  mustChangePassword: z.boolean(),
  lastLoginAt: z.string().nullable(),
  createdAt: z.string(),
});
export const UserPage = page(User);
/** The one-time password is returned once, here. */
export const UserCreated = User.extend({ oneTimePassword: z.string() });

export const TokenInput = z.strictObject({
  name: Name,
  /** Built-in role or explicit permissions `<resource>:<action>`. */
  role: z.enum(['admin', 'operator', 'viewer']).optional(),
  permissions: z.array(z.string().max(253)).max(100).optional(),
  /** One Project, or all when absent. */
  project: Name.optional(),
  /** Days until it expires, default 90, at most 366. */
  expiresInDays: z.number().int().min(1).max(366).default(90),
});
export const Token = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  owner: z.string(),
  role: z.string().nullable(),
  permissions: z.array(z.string()),
  project: z.string().nullable(),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
  lastUsedIp: z.string(),
  lastUsedAgent: z.string(),
  isExpired: z.boolean(),
});
export const TokenPage = page(Token);
export const TokenCreated = Token.extend({ token: z.string() });

export const AuditEvent = z.object({
  id: z.string(),
  at: z.string(),
  actor: ActorSchema,
  action: z.string(),
  object: z.object({ kind: z.string(), project: z.string(), name: z.string() }),
  /** The Application it was about, if one. */
  application: z.string().nullable(),
  outcome: z.enum(['succeeded', 'denied', 'failed']),
  message: z.string(),
  ip: z.string(),
  requestId: z.string(),
  planId: z.string().nullable(),
  digest: z.string().nullable(),
  before: JsonValue.optional(),
  after: JsonValue.optional(),
});
export const AuditPage = page(AuditEvent);
export const AuditQuery = PageQuery.extend({
  actor: z.string().max(253).optional(),
  action: z.string().max(253).optional(),
  project: z.string().max(253).optional(),
  application: z.string().max(253).optional(),
  outcome: z.enum(['succeeded', 'denied', 'failed']).optional(),
  from: z.string().max(64).optional(),
  to: z.string().max(64).optional(),
});

export const HomeRow = z.object({
  /** approvals, failing, degraded, drift, blocked, expiring */
  group: z.enum(['approvals', 'failing', 'degraded', 'drift', 'blocked', 'expiring']),
  project: z.string(),
  name: z.string(),
  sentence: z.string(),
  at: z.string(),
  action: z.object({
    kind: z.enum(['open-plan', 'open-operation', 'why', 'plan', 'resume', 'open']),
    target: z.string(),
  }),
});
export const Home = z.object({
  rows: z.array(HomeRow),
  fleet: z.object({
    health: z.record(z.string(), z.number()),
    sync: z.record(z.string(), z.number()),
    total: z.number(),
  }),
  operations: z.array(
    z.object({
      id: z.string(),
      project: z.string(),
      application: z.string(),
      phase: z.string(),
      at: z.string(),
    }),
  ),
  clusters: z.array(z.object({ name: z.string(), state: z.string(), message: z.string() })),
  /** All there are of each group; `rows` holds the most urgent ones only. */
  counts: z.record(HomeRow.shape.group, z.number().int()),
  /** All Operations of the last 24 hours, by the hour in which they were asked for (RFC3339); hours without any are absent. */
  day: z.array(z.object({ hour: z.string(), total: z.number().int(), failed: z.number().int() })),
  /** First-run steps; `done` all true hides the panel. */
  firstRun: z.array(z.object({ id: z.string(), done: z.boolean() })),
});

export const SearchResult = z.object({
  applications: z.array(
    z.object({ project: z.string(), name: z.string(), health: z.string(), sync: z.string() }),
  ),
  resources: z.array(
    z.object({
      project: z.string(),
      application: z.string(),
      id: z.string(),
      kind: z.string(),
      name: z.string(),
      namespace: z.string(),
      health: z.string().nullable(),
    }),
  ),
  plans: z.array(
    z.object({
      id: z.string(),
      project: z.string(),
      application: z.string(),
      kind: z.string(),
      state: z.string(),
    }),
  ),
  repositories: z.array(z.object({ name: z.string(), url: z.string() })),
});

export const SystemInfo = z.object({
  version: z.string(),
  installationId: z.string(),
  roles: z.array(z.string()),
  tools: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      origin: z.string(),
      available: z.boolean(),
      reason: z.string(),
    }),
  ),
  streamClients: z.number(),
  demo: z.boolean(),
});
