/** Words of one facet: any of `any` (all when empty), none of `none`. `*` in a word matches anything. */
export type WordFilter = { any: string[]; none: string[] };

/** Reads `a,b,-c`: commas are OR, a leading `-` negates. */
export function parseWords(text: string | undefined): WordFilter | undefined {
  const words = (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '' && word !== '-');
  if (words.length === 0) return undefined;
  return {
    any: words.filter((word) => !word.startsWith('-')),
    none: words.filter((word) => word.startsWith('-')).map((word) => word.slice(1)),
  };
}

/** One term of a label selector. `values` empty: the label only has to exist. */
export type LabelTerm = { key: string; value: string | null; isNegated: boolean };

/** Reads `team=infra,tier!=web,owner,!legacy` (also `-team=infra`): all terms must hold. */
export function parseLabels(text: string | undefined): LabelTerm[] {
  return (text ?? '')
    .split(',')
    .map((term) => term.trim())
    .filter((term) => term !== '')
    .map(parseLabel);
}

function parseLabel(term: string): LabelTerm {
  const isPrefixed = term.startsWith('!') || term.startsWith('-');
  const rest = isPrefixed ? term.slice(1) : term;
  const match = /^([^=!]*)(!?={1,2})(.*)$/.exec(rest);
  if (!match) return { key: rest, value: null, isNegated: isPrefixed };
  const isNegated = isPrefixed !== match[2]?.startsWith('!');
  return { key: (match[1] ?? '').trim(), value: (match[3] ?? '').trim(), isNegated };
}
