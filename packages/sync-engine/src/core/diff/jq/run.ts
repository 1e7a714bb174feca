import { put } from '../../schema/json.ts';
import type { JsonObject } from '../../schema/types.ts';
import type { Node } from './ast.ts';
import { callFunction } from './call.ts';
import { children, type Context, countStep, descend, type Found, made, member } from './found.ts';
import { add } from './functions.ts';
import { compareValues, isTruthy } from './order.ts';

/** The results of an expression on one value, in jq's order. What would be an error in jq is no result. Throws JqLimitError. */
export function evaluate(node: Node, root: unknown): Iterable<Found> {
  return run(node, { path: [], value: root }, { steps: 0, calls: 0, variables: new Map(), run });
}

function* run(node: Node, at: Found, context: Context): Iterable<Found> {
  countStep(context);
  switch (node.kind) {
    case 'identity':
      yield at;
      return;
    case 'recurse':
      yield* descend(at, context);
      return;
    case 'field':
      for (const of of run(node.of, at, context)) yield* member(of, node.name);
      return;
    case 'each':
      for (const of of run(node.of, at, context)) yield* children(of);
      return;
    case 'index':
      for (const of of run(node.of, at, context))
        for (const by of run(node.by, at, context)) yield* member(of, by.value);
      return;
    case 'slice':
      yield* slice(node, at, context);
      return;
    case 'try':
      yield* run(node.of, at, context);
      return;
    case 'literal':
      yield made(node.value);
      return;
    case 'variable':
      if (context.variables.has(node.name)) yield made(context.variables.get(node.name));
      return;
    case 'list':
      yield made(
        node.of === undefined ? [] : [...run(node.of, at, context)].map(({ value }) => value ?? null),
      );
      return;
    case 'object':
      yield made(objectOf(node.members, at, context));
      return;
    case 'pipe':
      for (const left of run(node.left, at, context)) yield* run(node.right, left, context);
      return;
    case 'comma':
      yield* run(node.left, at, context);
      yield* run(node.right, at, context);
      return;
    case 'else':
      yield* alternative(node, at, context);
      return;
    case 'and':
    case 'or':
      for (const left of run(node.left, at, context)) {
        if (isTruthy(left.value) === (node.kind === 'or')) yield made(node.kind === 'or');
        else for (const right of run(node.right, at, context)) yield made(isTruthy(right.value));
      }
      return;
    case 'operator':
      for (const right of run(node.right, at, context))
        for (const left of run(node.left, at, context)) {
          const value = operate(node.operator, left.value, right.value);
          if (value !== undefined) yield made(value);
        }
      return;
    case 'negate':
      for (const { value } of run(node.of, at, context)) if (typeof value === 'number') yield made(-value);
      return;
    case 'bind':
      for (const { value } of run(node.of, at, context)) {
        const inner: Context = { ...context, variables: new Map([...context.variables, [node.name, value]]) };
        yield* run(node.body, at, inner);
        context.steps = inner.steps;
      }
      return;
    case 'if':
      for (const { value } of run(node.test, at, context))
        yield* run(isTruthy(value) ? node.chosen : node.otherwise, at, context);
      return;
    case 'call':
      yield* callFunction(node.name, node.args, at, context);
  }
}

function* slice(node: Node & { kind: 'slice' }, at: Found, context: Context): Iterable<Found> {
  const bound = (side: Node | undefined): number | undefined => {
    if (side === undefined) return undefined;
    const [first] = run(side, at, context);
    return typeof first?.value === 'number' ? Math.trunc(first.value) : undefined;
  };
  for (const of of run(node.of, at, context)) {
    if (!Array.isArray(of.value)) continue;
    // The items one by one: removing them is removing the slice.
    yield* children(of).slice(bound(node.from), bound(node.to));
  }
}

function* alternative(node: { left: Node; right: Node }, at: Found, context: Context): Iterable<Found> {
  let isAny = false;
  for (const left of run(node.left, at, context)) {
    if (!isTruthy(left.value)) continue;
    isAny = true;
    yield left;
  }
  if (!isAny) yield* run(node.right, at, context);
}

function objectOf(members: readonly { name: Node; value: Node }[], at: Found, context: Context): JsonObject {
  const out: JsonObject = {};
  for (const { name, value } of members) {
    const [key] = run(name, at, context);
    const [entry] = run(value, at, context);
    if (typeof key?.value === 'string') put(out, key.value, entry?.value ?? null);
  }
  return out;
}

function operate(operator: string, a: unknown, b: unknown): unknown {
  const order = (): number => compareValues(a, b);
  switch (operator) {
    case '==':
      return order() === 0;
    case '!=':
      return order() !== 0;
    case '<':
      return order() < 0;
    case '<=':
      return order() <= 0;
    case '>':
      return order() > 0;
    case '>=':
      return order() >= 0;
    case '+':
      return add(a, b);
  }
  if (operator === '-' && Array.isArray(a) && Array.isArray(b))
    return a.filter((item) => !b.some((other) => compareValues(item, other) === 0));
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  if (operator === '-') return a - b;
  if (operator === '*') return a * b;
  if (b === 0) return undefined;
  return operator === '/' ? a / b : Math.trunc(a) % Math.trunc(b);
}
