import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpawnOutcome } from '../spawn.ts';
import { workDir } from './confine.ts';
import type { Remark } from './manifests.ts';
import { toManifests } from './manifests.ts';
import { readDocuments } from './read-documents.ts';
import { templateOfDocument, templateOfLine } from './printed-template.ts';
import type { RenderFailure, Rendered, SourceContext } from './renderer.ts';
import { failed } from './renderer.ts';
import type { Tool } from './tools.ts';

/** As Argo CD's exec timeout (SRC-16). */
const timeoutMs = 90_000;
const outputShownMax = 4_000;

/** Gives `task` a scratch folder of its own, outside the data folder, and removes it afterwards. */
export async function withScratch<T>(task: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'bowline-render-'));
  try {
    return await task(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Runs a renderer's program on a scratch folder under all confinement there is, and reads the manifests it prints. */
export async function runTool(
  context: SourceContext,
  tool: Tool,
  job: {
    args: string[];
    env: Record<string, string>;
    scratchDir: string;
    helper?: string;
    /** How the program calls a file of the scratch folder, and the path that its user knows. */
    written?: readonly { as: string; path: string }[];
  },
  explain: (stderr: string) => RenderFailure | undefined,
): Promise<Rendered | RenderFailure> {
  const confinement = await context.confinement();
  const run = await context.toolSlot(() =>
    confinement.run({
      file: tool.file,
      ...(job.helper === undefined ? {} : { helper: job.helper }),
      args: [...tool.prefix, ...job.args],
      env: job.env,
      scratchDir: job.scratchDir,
      homeName: 'home',
      timeoutMs,
      stdoutBytesMax: context.request.outputBytesMax,
    }),
  );
  const output = shownOutput(run.stderr, job);
  const ended = endFailure(run, tool, context, output);
  if (ended !== undefined) return ended;
  if (
    run.exitCode !== 0 &&
    /^(fatal error|runtime): .*(out of memory|cannot allocate memory)/m.test(run.stderr)
  ) {
    return failed(
      'render_too_large',
      `${tool.name} needs more memory than it may have.`,
      'Make the source smaller or simpler.',
    );
  }
  if (run.exitCode !== 0) {
    const known = explain(run.stderr);
    if (known !== undefined) return { ...known, output };
    return failed(
      'render_failed',
      `${tool.name} failed: ${firstLine(output)}`,
      `Correct the source; see what ${tool.name} printed.`,
      output,
    );
  }
  return readOutput(run.stdout.toString('utf8'), tool, context, output);
}

function endFailure(
  run: SpawnOutcome,
  tool: Tool,
  context: SourceContext,
  output: string,
): RenderFailure | undefined {
  switch (run.end) {
    case 'exited':
      return undefined;
    case 'timeout':
      return failed(
        'render_timeout',
        `${tool.name} took longer than ${timeoutMs / 1000} s.`,
        'Make the source smaller or simpler.',
        output,
      );
    case 'overflow':
      return failed(
        'render_too_large',
        `${tool.name} printed more than ${context.request.outputBytesMax} bytes.`,
        'Split the Application into smaller ones.',
      );
    case 'not-started':
      return failed('tool_missing', `${tool.name} could not be started.`, `Install ${tool.name} again.`);
    case 'killed':
    case 'aborted':
      return failed(
        'render_timeout',
        `${tool.name} was stopped, probably for using too much memory or time.`,
        'Make the source smaller or simpler.',
        output,
      );
  }
}

function readOutput(
  text: string,
  tool: Tool,
  context: SourceContext,
  stderr: string,
): Rendered | RenderFailure {
  const objects = context.request.objects ?? 'checked';
  const warnings = warningsOf(stderr);
  const read = readDocuments(text, objects);
  if (!read.ok) {
    return failed(
      'yaml_invalid',
      `${tool.name} printed YAML that cannot be read: ${read.error.message}.`,
      'Correct the template.',
      templateOfLine(text, read.error.line),
    );
  }
  if (read.duplicate !== undefined) {
    const { message, line } = read.duplicate;
    const template = templateOfLine(text, line);
    const place = template === '' ? '' : ` from ${template}`;
    warnings.unshift(`${tool.name} printed a key twice${place} (${message}); the last one counts`);
  }
  const found = toManifests(read.documents, { origin: 'tool', objects });
  const told = ({ message, document }: Remark): string => {
    const template = templateOfDocument(text, document, read.documents.length);
    return template === '' ? message : `${template}: ${message}`;
  };
  if (!found.ok)
    return failed(
      'yaml_invalid',
      `${tool.name} printed something that is no Kubernetes object: ${told(found)}.`,
      'Correct the template.',
    );
  return {
    kind: 'rendered',
    manifests: found.manifests,
    warnings: [...warnings, ...found.warnings.map(told)],
  };
}

function warningsOf(stderr: string): string[] {
  return stderr
    .split('\n')
    .map((line) =>
      line
        .replace(/^(level=(WARN|INFO) msg=|WARNING: |# Warning: |time=\S+ level=(WARN|INFO) msg=)/, '')
        .trim(),
    )
    .filter((line) => line !== '')
    .slice(0, 20);
}

/** Paths as they are in the repository: neither the scratch folder nor the names of files in it say anything to a user. */
function shownOutput(
  stderr: string,
  job: { scratchDir: string; written?: readonly { as: string; path: string }[] },
): string {
  let text = stderr;
  for (const root of [job.scratchDir, '/mnt/work', workDir]) {
    for (const { as, path } of job.written ?? []) text = text.replaceAll(`${root}/${as}`, path);
    text = text.replaceAll(`${root}/repo/`, '').replaceAll(`${root}/chart/`, '').replaceAll(root, '');
  }
  return text.trim().slice(0, outputShownMax);
}

function firstLine(output: string): string {
  const line = output.split('\n').find((one) => one.trim() !== '') ?? 'no message';
  return line.replace(/^Error: /, '').slice(0, 500);
}
