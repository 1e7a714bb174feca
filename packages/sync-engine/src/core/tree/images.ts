import { at, listAt, textAt } from '../health/read.ts';
import type { KubeObject } from '../model.ts';

const podSpecs = ['spec.template.spec', 'spec.jobTemplate.spec.template.spec'];
const containerLists = ['initContainers', 'containers', 'ephemeralContainers'];

/** The images an object runs, in the order written, each once; empty for kinds that run none. */
export function imagesOf(object: KubeObject): string[] {
  const spec = object.kind === 'Pod' ? 'spec' : podSpecs.find((path) => at(object, path) !== undefined);
  if (spec === undefined) return [];
  const images = containerLists.flatMap((list) =>
    listAt(object, `${spec}.${list}`).map((container) => textAt(container, 'image')),
  );
  return [...new Set(images.filter((image) => image !== ''))];
}
