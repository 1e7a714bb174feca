import type { KubeObject, RenderWarning, RenderedSource } from '../../core/model.ts';
import { formatKey, keyOf } from '../../core/resource-key.ts';
import { isIdentified } from './manifests.ts';

export type CombineOptions = { destinationNamespace: string; objects: 'checked' | 'as-printed' };

/**
 * Manifests of all sources as one set: of two with the same identity the later stands, in the later's place, and a warning
 * says so (SRC-13). An object without a namespace is taken to be in the destination's; a generated name is never a duplicate.
 * As printed, only another source replaces: what one source prints twice is shown twice.
 */
export function combineSources(
  sources: RenderedSource[],
  { destinationNamespace, objects }: CombineOptions,
): { manifests: KubeObject[]; warnings: RenderWarning[] } {
  const kept = new Map<string, KubeObject>();
  const warnings: RenderWarning[] = [];
  let unnamed = 0;
  for (const source of sources) {
    const own = new Set<string>();
    for (const message of source.warnings) warnings.push({ code: 'render_warning', message });
    for (const manifest of source.manifests) {
      if (!isIdentified(manifest)) {
        kept.set(`unnamed ${unnamed++}`, manifest);
        continue;
      }
      const key = keyOf(manifest);
      const id = formatKey({
        ...key,
        namespace: key.namespace === '' ? destinationNamespace : key.namespace,
      });
      const earlier = kept.get(id);
      if (earlier !== undefined) {
        const place = key.namespace === '' ? key.name : `${key.namespace}/${key.name}`;
        warnings.push({
          code: 'duplicate_resource',
          message: `${key.kind} ${place} is defined more than once; the last definition counts.`,
          key,
        });
      }
      if (earlier !== undefined && own.has(id) && objects === 'as-printed') {
        kept.set(`again ${unnamed++}`, manifest);
      } else {
        kept.delete(id);
        kept.set(id, manifest);
        own.add(id);
      }
    }
  }
  return { manifests: [...kept.values()], warnings };
}
