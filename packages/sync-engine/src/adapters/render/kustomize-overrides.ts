import type { KustomizeOptions } from '../../core/model.ts';
import { isObject } from '../../core/schema/json.ts';
import type { RenderFailure } from './renderer.ts';
import { failed } from './renderer.ts';

type Content = Record<string, unknown>;

/**
 * A kustomization with the options of an Application edited in, as `kustomize edit` does for Argo CD (SRC-9): prefix, suffix
 * and namespace replace, images and replicas replace by name, labels and annotations add and refuse to overwrite unless
 * forced. Pure; the file in git is never touched.
 */
export function editKustomization(
  content: Content,
  options: KustomizeOptions,
  components: string[],
): Content | RenderFailure {
  const out: Content = { ...content };
  if (options.namePrefix !== undefined && options.namePrefix !== '') out['namePrefix'] = options.namePrefix;
  if (options.nameSuffix !== undefined && options.nameSuffix !== '') out['nameSuffix'] = options.nameSuffix;
  if (options.namespace !== undefined && options.namespace !== '') out['namespace'] = options.namespace;
  if (options.images !== undefined && options.images.length > 0) {
    const images: Content[] = [];
    for (const text of options.images) {
      const image = parseImage(text);
      if (image === undefined) {
        return failed(
          'source_invalid',
          `"${text.slice(0, 200)}" is not an image override.`,
          'Write name=new:tag, name:tag or name@sha256:….',
        );
      }
      images.push(image);
    }
    out['images'] = byName(content['images'], images);
  }
  if (options.replicas !== undefined && options.replicas.length > 0) {
    out['replicas'] = byName(
      content['replicas'],
      options.replicas.map(({ name, count }) => ({ name, count })),
    );
  }
  const labels = options.commonLabels ?? {};
  if (Object.keys(labels).length > 0) {
    const isSelector = options.labelWithoutSelector !== true;
    if (isSelector) {
      const merged = addTexts(content['commonLabels'], labels, options.forceCommonLabels === true, 'label');
      if (merged.kind === 'failed') return merged;
      out['commonLabels'] = merged.value;
    } else {
      const list = Array.isArray(content['labels']) ? content['labels'] : [];
      const includeTemplates = options.labelIncludeTemplates === true;
      out['labels'] = [...list, { pairs: labels, includeSelectors: false, includeTemplates }];
    }
  }
  if (Object.keys(options.commonAnnotations ?? {}).length > 0) {
    const forced = options.forceCommonAnnotations === true;
    const merged = addTexts(
      content['commonAnnotations'],
      options.commonAnnotations ?? {},
      forced,
      'annotation',
    );
    if (merged.kind === 'failed') return merged;
    out['commonAnnotations'] = merged.value;
  }
  if (components.length > 0) out['components'] = [...asList(content['components']), ...components];
  if (options.patches !== undefined && options.patches.length > 0) {
    out['patches'] = [...asList(content['patches']), ...options.patches];
  }
  return out;
}

/** `name=new:tag@digest`, `name:tag`, `name@digest`, `name=new`; a registry may have a port. */
export function parseImage(text: string): Content | undefined {
  const equals = text.indexOf('=');
  const name = equals < 0 ? undefined : text.slice(0, equals);
  const target = equals < 0 ? text : text.slice(equals + 1);
  const match = /^([^@\s]+?)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@([a-z0-9]+:[0-9a-fA-F]+))?$/.exec(
    target,
  );
  if (match === null || name === '') return undefined;
  const [, repository = '', tag, digest] = match;
  if (name === undefined && tag === undefined && digest === undefined) return undefined;
  return {
    name: name ?? repository,
    ...(name === undefined || repository === name || repository === '*' ? {} : { newName: repository }),
    ...(tag === undefined ? {} : { newTag: tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

function byName(existing: unknown, overrides: Content[]): Content[] {
  const merged = new Map<unknown, Content>();
  for (const item of asList(existing)) if (isObject(item)) merged.set(item['name'], item);
  // A tag and a digest exclude each other, so an override replaces both rather than merging.
  for (const item of overrides) merged.set(item['name'], item);
  return [...merged.values()];
}

function addTexts(
  existing: unknown,
  added: Record<string, string>,
  isForced: boolean,
  what: string,
): { kind: 'merged'; value: Content } | RenderFailure {
  const current = isObject(existing) ? existing : {};
  const clash = Object.keys(added).find((key) => Object.hasOwn(current, key));
  if (clash !== undefined && !isForced) {
    return failed(
      'source_invalid',
      `The kustomization sets the common ${what} ${clash} already.`,
      `Force common ${what}s, or leave it out.`,
    );
  }
  return { kind: 'merged', value: { ...current, ...added } };
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
