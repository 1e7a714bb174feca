/** A jq expression, as far as Bowline reads it. */
export type Node =
  | { kind: 'identity' }
  | { kind: 'recurse' }
  | { kind: 'field'; of: Node; name: string }
  | { kind: 'index'; of: Node; by: Node }
  | { kind: 'slice'; of: Node; from: Node | undefined; to: Node | undefined }
  | { kind: 'each'; of: Node }
  | { kind: 'try'; of: Node }
  | { kind: 'literal'; value: unknown }
  | { kind: 'variable'; name: string }
  | { kind: 'list'; of: Node | undefined }
  | { kind: 'object'; members: { name: Node; value: Node }[] }
  | { kind: 'pipe' | 'comma' | 'else' | 'and' | 'or'; left: Node; right: Node }
  | { kind: 'operator'; operator: Operator; left: Node; right: Node }
  | { kind: 'negate'; of: Node }
  | { kind: 'bind'; of: Node; name: string; body: Node }
  | { kind: 'if'; test: Node; chosen: Node; otherwise: Node }
  | { kind: 'call'; name: string; args: Node[] };

export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

/** An expression that is none, or that is of a part of jq that Bowline does not read. */
export class JqSyntaxError extends Error {
  readonly code = 'JQ_EXPRESSION_UNSUPPORTED';
}
