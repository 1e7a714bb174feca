import { plain } from './plain.ts';
import type { Renderer } from './renderer.ts';

/** Folders with Jsonnet and no plain manifests; Jsonnet among plain manifests is evaluated as well (SRC-3, SRC-4). */
export const jsonnet: Renderer = { name: 'jsonnet', prepare: (context) => plain.prepare(context) };
