import type { YamlOptions } from './yaml.ts';
import { ManifestSyntaxError, parseYaml } from './yaml.ts';

/** Documents of a text; `duplicate` says where a key is given twice, of which the last counts, as for kubectl and Argo CD. */
export type ReadDocuments =
  | { ok: true; documents: unknown[]; duplicate?: ManifestSyntaxError }
  | { ok: false; error: ManifestSyntaxError };

/** Reads a text strictly, then once more letting the last of two equal keys stand. */
export function readDocuments(text: string, objects: 'checked' | 'as-printed'): ReadDocuments {
  const bigIntegers = objects === 'as-printed' ? 'keep' : 'refuse';
  const strict = attempt(text, { duplicateKeys: 'refuse', bigIntegers });
  if (strict.ok) return strict;
  const lenient = attempt(text, { duplicateKeys: 'last-wins', bigIntegers });
  return lenient.ok ? { ...lenient, duplicate: strict.error } : lenient;
}

function attempt(text: string, options: YamlOptions): ReadDocuments {
  try {
    return { ok: true, documents: parseYaml(text, options) };
  } catch (error) {
    if (error instanceof ManifestSyntaxError) return { ok: false, error };
    throw error;
  }
}
