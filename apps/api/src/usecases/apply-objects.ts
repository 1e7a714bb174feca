import { ApplicationInput, type ApplyInput, type ApplyResult, ProjectInput } from '@bowline/contract';
import { AppError } from '@bowline/sync-engine/core/app-error';
import { CORE_SCHEMA, loadAll } from 'js-yaml';
import type { z } from 'zod';
import type { Access } from '../auth/access.ts';
import { applicationStore } from '../store/application.ts';
import { projectStore } from '../store/project.ts';
import { applicationFromArgo, isArgoApplication } from './argo-application.ts';
import { isArgoProject, projectFromArgo } from './argo-project.ts';
import type { Caller, Context } from './context.ts';
import { checkEdit, editApplication } from './edit-application.ts';
import { refuseForbidden, registerApplication } from './register-application.ts';
import { isSameProject, saveProject } from './save-project.ts';

type Result = z.infer<typeof ApplyResult>['results'][number];
export type ApplyObjectsInput = {
  input: z.infer<typeof ApplyInput>;
  access: Access;
  caller: Caller;
  managedBy?: string;
};

const bytesMax = 5_000_000;

/** Creates or updates objects by name, each answered for: one that fails does not keep the others from being tried. */
export async function applyObjects(ctx: Context, request: ApplyObjectsInput): Promise<Result[]> {
  const documents = request.input.objects ?? parseDocuments(request.input.yaml ?? '');
  const results: Result[] = [];
  // Projects first: the Applications of the same file may belong to them.
  const ordered = documents.toSorted((a, b) => rank(a) - rank(b));
  for (const document of ordered) results.push(await applyOne(ctx, document, request));
  return results;
}

function parseDocuments(yaml: string): Record<string, unknown>[] {
  if (yaml.length > bytesMax)
    throw new AppError({ code: 'too_large', status: 413, message: 'The YAML is larger than 5 MB.' });
  try {
    const documents: unknown[] = loadAll(yaml, { schema: CORE_SCHEMA });
    return documents.flatMap((document) => expand(document));
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : '';
    throw new AppError({
      code: 'yaml_invalid',
      status: 400,
      message: `This is not valid YAML: ${message}`,
      cause: error,
    });
  }
}

function expand(document: unknown): Record<string, unknown>[] {
  if (document === null || document === undefined) return [];
  if (typeof document !== 'object' || Array.isArray(document)) {
    throw new AppError({
      code: 'yaml_invalid',
      status: 400,
      message: 'A document is not an object with apiVersion and kind.',
    });
  }
  const object = document as Record<string, unknown>;
  if (object.kind === 'List' && Array.isArray(object.items)) return object.items.flatMap(expand);
  return [object];
}

function rank(document: Record<string, unknown>): number {
  return document.kind === 'Project' || document.kind === 'AppProject' ? 0 : 1;
}

async function applyOne(
  ctx: Context,
  document: Record<string, unknown>,
  request: ApplyObjectsInput,
): Promise<Result> {
  const kind = String(document.kind ?? '');
  const metadata = (document.metadata ?? {}) as { name?: unknown; project?: unknown };
  const base = { kind, project: '', name: String(metadata.name ?? ''), code: '', message: '', planId: null };
  try {
    if (kind === 'Application') return { ...base, ...(await applyApplication(ctx, document, request)) };
    if (kind === 'Project' || kind === 'AppProject')
      return { ...base, ...(await applyProject(ctx, document, request)) };
    return {
      ...base,
      outcome: 'failed',
      code: 'kind_unknown',
      message: `Bowline keeps no objects of kind "${kind}".`,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const planId = (error.data as { planId?: string } | undefined)?.planId ?? null;
    const outcome = planId === null ? 'failed' : 'planned';
    return { ...base, outcome, code: error.code, message: error.message, planId };
  }
}

async function applyApplication(ctx: Context, document: Record<string, unknown>, request: ApplyObjectsInput) {
  const { access, caller, input } = request;
  const application = parse(
    ApplicationInput,
    isArgoApplication(document) ? applicationFromArgo(document) : withProject(document),
  );
  const { spec } = application;
  const { name } = application.metadata;
  const existing = await applicationStore(ctx.db).find(spec.project, name);
  access.require(existing ? 'applications:update' : 'applications:create', { project: spec.project });
  const done = { project: spec.project, name };
  if (existing) {
    const edit = { application: existing, input: application, caller };
    return { ...done, outcome: await (input.dryRun ? checkEdit : editApplication)(ctx, edit) };
  }
  if (!input.dryRun)
    await registerApplication(ctx, { application, managedBy: request.managedBy ?? null, caller });
  // A Project that is not there may be among the objects.
  else if (await projectStore(ctx.db).find(spec.project)) await refuseForbidden(ctx.db, name, spec);
  return { ...done, outcome: 'created' as const };
}

async function applyProject(ctx: Context, document: Record<string, unknown>, request: ApplyObjectsInput) {
  const { access, caller, input } = request;
  const project = parse(ProjectInput, isArgoProject(document) ? projectFromArgo(document) : document);
  const { name } = project.metadata;
  const existing = await projectStore(ctx.db).find(name);
  access.require(existing ? 'projects:update' : 'projects:create', { project: existing ? name : null });
  const done = { project: '', name };
  if (input.dryRun) {
    const isSame = existing && isSameProject(existing, project);
    const change = isSame ? ('unchanged' as const) : ('configured' as const);
    return { ...done, outcome: existing ? change : ('created' as const) };
  }
  return {
    ...done,
    outcome: await saveProject(ctx, { project, managedBy: request.managedBy ?? null, caller }),
  };
}

/** `get -o yaml` gives the Project in metadata too; the spec's is the one that counts. */
function withProject(document: Record<string, unknown>): Record<string, unknown> {
  const { status: _status, can: _can, ...rest } = document;
  const spec = (rest.spec ?? {}) as Record<string, unknown>;
  const metadata = (rest.metadata ?? {}) as { project?: string };
  return { ...rest, spec: { project: metadata.project ?? 'default', ...spec } };
}

function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError({
    code: 'invalid_request',
    status: 400,
    message: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`,
  });
}
