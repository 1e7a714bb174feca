import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stableJson } from '../../core/schema/json.ts';
import type { Json, KustomizeOptions } from '../../core/model.ts';
import { normalizeRepoPath } from '../git/tree.ts';
import { buildEnvironment, substitute } from './build-environment.ts';
import { workDir } from './confine.ts';
import { editKustomization } from './kustomize-overrides.ts';
import type { Kustomization } from './kustomization.ts';
import { findKustomizations } from './kustomization.ts';
import {
  capabilityArguments,
  fetchInflatedCharts,
  findInflatedCharts,
  helmArguments,
} from './kustomize-charts.ts';
import { linkedInputs } from './linked-inputs.ts';
import type { RenderFailure, Renderer, SourceContext } from './renderer.ts';
import { failed } from './renderer.ts';
import { runTool, withScratch } from './run-tool.ts';

/** `kustomize build` on the folders that the build can read, with the Application's options edited in (SRC-9). */
export const kustomize: Renderer = {
  name: 'kustomize',
  async prepare(context) {
    const tool = await context.tool('kustomize');
    if ('kind' in tool) return tool;
    const options = context.source.kustomize ?? {};
    const { version } = options;
    if (version !== undefined && version !== '' && bare(version) !== bare(tool.version)) {
      return failed(
        'source_invalid',
        `The source asks for kustomize ${version}; here it is ${tool.version}.`,
        'Leave kustomize.version out.',
      );
    }
    const components = await presentComponents(context, options);
    if (!Array.isArray(components)) return components;
    const roots = await findKustomizations(context, context.path, components);
    if (!Array.isArray(roots)) return roots;
    const folders = roots.map((root) => root.path);
    const charts = await findInflatedCharts(context, roots);
    if ('kind' in charts) return charts;
    const helm = charts.isAny ? await context.tool('helm') : undefined;
    if (helm !== undefined && 'kind' in helm) return helm;
    const links = await linkedInputs(context.git, context.repository, context.revision, folders);
    if (!Array.isArray(links)) return links;
    const edited = edit(context, roots[0]!, options, components);
    if (edited?.kind === 'failed') return edited;
    return {
      kind: 'work',
      inputs: [
        ...roots.map(({ path, id }) => ({ path, id })),
        ...links,
        ...charts.missing.map(({ repository, name, version }) => ({
          path: `${repository.url}/${name}`,
          id: version,
        })),
      ],
      options: [
        context.path,
        edited?.text ?? null,
        ...(helm === undefined ? [] : [capabilityArguments(context)]),
      ] as Json,
      tool: `kustomize ${tool.version}${helm === undefined ? '' : `, helm ${helm.version}`}`,
      run: () =>
        withScratch(async (dir) => {
          const problem = await checkOut(context, roots, join(dir, 'repo'));
          if (problem !== undefined) return problem;
          if (edited !== undefined) {
            // JSON is YAML: nothing is lost in writing it.
            await writeFile(join(dir, 'repo', roots[0]!.file), edited.text);
          }
          const args = tool.prefix.length > 0 ? [] : ['build'];
          args.push('--load-restrictor=LoadRestrictionsRootOnly');
          const job = { scratchDir: dir, args, env: {} };
          if (helm !== undefined) {
            const unfetched = await fetchInflatedCharts(context, charts.missing, join(dir, 'repo'));
            if (unfetched !== undefined) return unfetched;
            const inflating = await helmArguments(dir);
            args.push(...inflating.args, ...capabilityArguments(context));
            Object.assign(job, { env: inflating.env, helper: helm.file });
          }
          args.push('--', `${workDir}/repo/${context.path}`);
          return await runTool(context, tool, job, explainKustomize);
        }),
    };
  },
};

function bare(version: string): string {
  return version.replace(/^v/, '');
}

/** Components of the options that exist, or an error for the first that does not. */
async function presentComponents(
  context: SourceContext,
  options: KustomizeOptions,
): Promise<string[] | RenderFailure> {
  const present: string[] = [];
  for (const component of options.components ?? []) {
    const path = component.startsWith('/') ? undefined : normalizeRepoPath(`${context.path}/${component}`);
    const id =
      path === undefined ? undefined : await context.git.pathId(context.repository, context.revision, path);
    if (id?.ok === true) {
      present.push(component);
    } else if (options.ignoreMissingComponents !== true) {
      return failed(
        'git_path_not_found',
        `The component "${component.slice(0, 200)}" does not exist in the repository.`,
        'Correct kustomize.components, or set ignoreMissingComponents.',
      );
    }
  }
  return present;
}

/** Text of the edited kustomization; undefined when the options change nothing. */
function edit(
  context: SourceContext,
  root: Kustomization,
  options: KustomizeOptions,
  components: string[],
): { kind: 'edited'; text: string } | RenderFailure | undefined {
  const variables = buildEnvironment(context.request, context.source, context.revision);
  const replaced: KustomizeOptions = { ...options };
  if (options.commonLabels !== undefined)
    replaced.commonLabels = substituteAll(options.commonLabels, variables);
  if (options.commonAnnotations !== undefined && options.commonAnnotationsEnvsubst === true)
    replaced.commonAnnotations = substituteAll(options.commonAnnotations, variables);
  const content = editKustomization(root.content, replaced, components);
  if (content['kind'] === 'failed') return content as RenderFailure;
  const text = stableJson(content);
  return text === stableJson(root.content) ? undefined : { kind: 'edited', text };
}

function substituteAll(
  texts: Record<string, string>,
  variables: Map<string, string>,
): Record<string, string> {
  const entries = Object.entries(texts).map(([key, value]) => [key, substitute(value, variables)]);
  return Object.fromEntries(entries) as Record<string, string>;
}

async function checkOut(
  context: SourceContext,
  roots: Kustomization[],
  into: string,
): Promise<RenderFailure | undefined> {
  for (const root of roots) {
    // A root below another one is written with it.
    const isInside = roots.some(
      (other) => other !== root && (other.path === '' || root.path.startsWith(`${other.path}/`)),
    );
    if (isInside) continue;
    const done = await context.git.checkout(
      context.repository,
      context.revision,
      root.path,
      join(into, root.path),
    );
    if (!done.ok) return failed(done.code, done.message, done.hint);
  }
  return undefined;
}

function explainKustomize(stderr: string): RenderFailure | undefined {
  if (/security; file .* is not in or below/.test(stderr)) {
    return failed(
      'path_escapes',
      'The kustomization reads a file outside its own folder.',
      'Move the file below the kustomization that uses it.',
    );
  }
  if (/external plugins disabled|plugin.*(not enabled|disabled)|unable to find plugin/i.test(stderr)) {
    return failed(
      'source_invalid',
      'The kustomization uses a plugin, which is not allowed.',
      'Use the built-in generators and transformers.',
    );
  }
  if (/no such file or directory|doesn't exist|evalsymlink failure/i.test(stderr)) {
    const path = /\/repo\/([^':\s]+)['\s:]*(?:lstat|open|stat|no such file)/.exec(stderr)?.[1];
    return failed(
      'git_path_not_found',
      `The kustomization refers to ${path === undefined ? 'a file' : `"${path}"`}, which does not exist.`,
      'Correct the path; a kustomization may read files only below its own folder.',
    );
  }
  return undefined;
}
