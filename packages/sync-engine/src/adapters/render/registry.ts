import type { RendererName } from '../../core/model.ts';
import { helm } from './helm.ts';
import { jsonnet } from './jsonnet.ts';
import { kustomize } from './kustomize.ts';
import { plain } from './plain.ts';
import type { Renderer } from './renderer.ts';

/** Every renderer there is; a name without an entry is refused with `source_invalid`. */
export const renderers: Partial<Record<RendererName, Renderer>> = { plain, kustomize, helm, jsonnet };
