import { assertNesting, clone, deepEqual, get, isObject, put } from './json.ts';
import type { JsonObject } from './types.ts';

/** A patch that cannot be read or does not fit the object. */
export class PatchError extends Error {
  readonly code = 'PATCH_INVALID';
}

/** RFC 7396: objects merge key by key, null removes, everything else replaces. */
export function jsonMergePatch(target: unknown, patch: unknown): unknown {
  assertNesting(target, patch);
  return mergePatch(target, patch);
}

function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return clone(patch);
  const out: JsonObject = isObject(target) ? clone(target) : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete out[key];
    else put(out, key, mergePatch(get(out, key), value));
  }
  return out;
}

/** Operations an API server accepts in one JSON patch. */
const operationsMax = 10_000;

/** RFC 6902: the operations in order on a copy; throws PatchError naming the operation that failed. */
export function jsonPatch(target: unknown, operations: unknown): unknown {
  assertNesting(target, operations);
  if (!Array.isArray(operations)) throw new PatchError('A JSON patch is a list of operations.');
  if (operations.length > operationsMax)
    throw new PatchError(`A JSON patch has at most ${operationsMax} operations.`);
  let root = clone(target);
  for (const [i, operation] of operations.entries()) {
    if (!isObject(operation)) throw new PatchError(`Operation ${i} is not an object.`);
    root = applyOperation(root, operation, i);
  }
  assertNesting(root);
  return root;
}

function applyOperation(root: unknown, operation: JsonObject, index: number): unknown {
  const fail = (why: string): never => {
    throw new PatchError(`Operation ${index} (${String(operation.op)} ${String(operation.path)}): ${why}.`);
  };
  const path = pointer(operation.path) ?? fail('the path is no JSON pointer');
  const from = (): string[] => pointer(operation.from) ?? fail('"from" is no JSON pointer');
  const value = (): unknown =>
    Object.hasOwn(operation, 'value') ? operation.value : fail('"value" is missing');
  switch (operation.op) {
    case 'add':
      return add(root, path, clone(value()), fail);
    case 'remove':
      return remove(root, path, fail);
    case 'replace':
      if (path.length === 0) return clone(value());
      read(root, path, fail);
      return add(remove(root, path, fail), path, clone(value()), fail);
    case 'move': {
      const source = from();
      if (source.length < path.length && source.every((step, i) => step === path[i]))
        fail('it moves into itself');
      const moved = read(root, source, fail);
      return add(remove(root, source, fail), path, moved, fail);
    }
    case 'copy':
      return add(root, path, clone(read(root, from(), fail)), fail);
    case 'test':
      if (!deepEqual(read(root, path, fail), value())) fail('the value differs');
      return root;
    default:
      return fail('the operation is unknown');
  }
}

type Fail = (why: string) => never;

function pointer(text: unknown): string[] | undefined {
  if (text === '') return [];
  if (typeof text !== 'string' || !text.startsWith('/')) return undefined;
  return text
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function read(root: unknown, path: readonly string[], fail: Fail): unknown {
  let node = root;
  for (const step of path) {
    if (Array.isArray(node)) node = node[indexIn(node, step, node.length - 1, fail)];
    else if (isObject(node) && Object.hasOwn(node, step)) node = node[step];
    else fail('the path does not exist');
  }
  return node;
}

function add(root: unknown, path: readonly string[], value: unknown, fail: Fail): unknown {
  const last = path.at(-1);
  if (last === undefined) return value;
  const parent = read(root, path.slice(0, -1), fail);
  if (Array.isArray(parent)) {
    parent.splice(last === '-' ? parent.length : indexIn(parent, last, parent.length, fail), 0, value);
  } else if (isObject(parent)) {
    put(parent, last, value);
  } else {
    fail('the parent is no object or list');
  }
  return root;
}

function remove(root: unknown, path: readonly string[], fail: Fail): unknown {
  const last = path.at(-1);
  if (last === undefined) return null;
  const parent = read(root, path.slice(0, -1), fail);
  if (Array.isArray(parent)) parent.splice(indexIn(parent, last, parent.length - 1, fail), 1);
  else if (isObject(parent) && Object.hasOwn(parent, last)) delete parent[last];
  else fail('the path does not exist');
  return root;
}

function indexIn(_list: readonly unknown[], step: string, max: number, fail: Fail): number {
  const index = /^(?:0|[1-9]\d*)$/.test(step) ? Number(step) : -1;
  return index >= 0 && index <= max ? index : fail(`${JSON.stringify(step)} is no index of the list`);
}
