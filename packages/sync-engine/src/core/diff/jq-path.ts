import { JqSyntaxError, type Node } from './jq/ast.ts';
import { parseJq } from './jq/parse.ts';
import { JqLimitError, type ValuePath } from './jq/found.ts';
import { evaluate } from './jq/run.ts';

export { JqSyntaxError } from './jq/ast.ts';
export type { ValuePath } from './jq/found.ts';

/** The concrete paths an expression names in one value. */
export type PathExpression = (root: unknown) => ValuePath[];

/** Functions whose results stand in the input, so that they can be ignored there; the value says which arguments have to. */
const pathFunctions: Readonly<Record<string, readonly number[]>> = {
  'select/1': [],
  'empty/0': [],
  'error/0': [],
  'recurse/0': [],
  'recurse/1': [0],
  'first/0': [],
  'last/0': [],
  'first/1': [0],
  'last/1': [0],
  'limit/2': [1],
  'getpath/1': [],
  'del/1': [0],
  'values/0': [],
  'nulls/0': [],
  'booleans/0': [],
  'numbers/0': [],
  'strings/0': [],
  'arrays/0': [],
  'objects/0': [],
  'iterables/0': [],
  'scalars/0': [],
};

/**
 * Reads a jq expression that names fields, as `ignoreDifferences` has them. Tests may use most of jq's functions of values.
 * Throws JqSyntaxError on what cannot be read and on what makes values instead of naming fields (`keys`, `map(…)`, `.a == 1`).
 * Always terminates: an expression that takes too many steps names nothing.
 */
export function parseJqPath(text: string): PathExpression {
  const node = parseJq(text);
  const offender = makingNode(node);
  if (offender !== undefined)
    throw new JqSyntaxError(
      `${JSON.stringify(text.slice(0, 200))} names no fields: ${offender} makes a new value. Use it inside select(…).`,
    );
  return (root) => {
    try {
      const paths: ValuePath[] = [];
      for (const { path, value } of evaluate(node, root))
        if (path !== undefined && value !== undefined) paths.push(path);
      return paths;
    } catch (error) {
      if (error instanceof JqLimitError) return [];
      throw error;
    }
  };
}

/** What in an expression makes a value that stands nowhere in the input; undefined when nothing does. */
function makingNode(node: Node): string | undefined {
  switch (node.kind) {
    case 'identity':
    case 'recurse':
      return undefined;
    case 'field':
    case 'index':
    case 'slice':
    case 'each':
    case 'try':
      return makingNode(node.of);
    case 'pipe':
    case 'comma':
    case 'else':
      return makingNode(node.left) ?? makingNode(node.right);
    case 'bind':
      return makingNode(node.body);
    case 'if':
      return makingNode(node.chosen) ?? makingNode(node.otherwise);
    case 'call': {
      const id = `${node.name}/${node.args.length}`;
      if (!Object.hasOwn(pathFunctions, id)) return node.name;
      for (const at of pathFunctions[id] ?? []) {
        const arg = node.args[at];
        const offender = arg === undefined ? undefined : makingNode(arg);
        if (offender !== undefined) return offender;
      }
      return undefined;
    }
    case 'operator':
      return `"${node.operator}"`;
    case 'and':
    case 'or':
      return `"${node.kind}"`;
    case 'literal':
    case 'variable':
    case 'list':
    case 'object':
    case 'negate':
      return `a ${node.kind === 'negate' ? 'number' : node.kind}`;
  }
}
