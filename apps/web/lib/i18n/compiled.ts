import compile from 'icu-minify/compile';
import type { Locale } from '../preferences/preferences.ts';
import { messages, type Messages } from './messages.ts';

export type MessageName = keyof Messages;
type Tree = { readonly [key: string]: string | Tree };

const cache = new Map<string, unknown>();

/**
 * Messages of some features with their ICU syntax already parsed: the browser gets the formatter and no parser. Typed as the
 * sources, because only `use-intl` reads them.
 */
export function compiledMessages(locale: Locale, names: readonly MessageName[]): Messages {
  return Object.fromEntries(names.map((name) => [name, compiledFeature(locale, name)])) as Messages; // the features asked for
}

/** All messages of a language, for the server's own translator. */
export function allCompiledMessages(locale: Locale): Messages {
  return compiledMessages(locale, Object.keys(messages[locale]) as MessageName[]); // the keys of that object
}

function compiledFeature(locale: Locale, name: MessageName): unknown {
  const key = `${locale}/${name}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = compileTree(messages[locale][name]);
  cache.set(key, made);
  return made;
}

function compileTree(tree: Tree): unknown {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [
      key,
      // React sends plain objects only, and the compiler makes objects without a prototype.
      typeof value === 'string'
        ? (JSON.parse(JSON.stringify(compile(value))) as unknown)
        : compileTree(value),
    ]),
  );
}
