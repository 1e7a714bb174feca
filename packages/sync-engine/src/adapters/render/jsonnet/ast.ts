/** A Jsonnet program as read; sugar is taken apart by the parser where that loses nothing. */
export type Node = Place &
  (
    | { type: 'literal'; value: null | boolean | number | string }
    | { type: 'self' | 'dollar' }
    | { type: 'variable'; name: string }
    | { type: 'array'; items: Node[] }
    | { type: 'arrayFor'; body: Node; clauses: Clause[] }
    | { type: 'object'; fields: Field[]; locals: Bind[]; asserts: Assertion[] }
    | { type: 'objectFor'; name: Node; body: Node; isPlus: boolean; locals: Bind[]; clauses: Clause[] }
    | { type: 'index'; target: Node; index: Node }
    | { type: 'superIndex'; index: Node }
    | { type: 'inSuper'; index: Node }
    | { type: 'slice'; target: Node; parts: (Node | undefined)[] }
    | { type: 'call'; target: Node; positional: Node[]; named: { name: string; value: Node }[] }
    | { type: 'function'; params: Param[]; body: Node }
    | { type: 'local'; binds: Bind[]; body: Node }
    | { type: 'if'; test: Node; yes: Node; otherwise: Node | undefined }
    | { type: 'binary'; op: string; left: Node; right: Node }
    | { type: 'unary'; op: string; operand: Node }
    | { type: 'error'; message: Node }
    | { type: 'assert'; assertion: Assertion; body: Node }
    | { type: 'import'; how: 'code' | 'text' | 'bytes'; path: string }
  );

export type Place = { line: number; column: number };
export type Param = { name: string; fallback: Node | undefined };
export type Bind = { name: string; value: Node };
export type Assertion = { test: Node; message: Node | undefined; line: number; column: number };
export type Visibility = ':' | '::' | ':::';
export type Field = { name: Node; visibility: Visibility; isPlus: boolean; value: Node };
export type Clause = { kind: 'for'; name: string; list: Node } | { kind: 'if'; test: Node };

/** A file as parsed, with the imports it names. */
export type Program = {
  file: string;
  body: Node;
  imports: { how: 'code' | 'text' | 'bytes'; path: string }[];
};
