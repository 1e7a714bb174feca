import type { Program } from './ast.ts';
import { Evaluator } from './evaluate.ts';
import { JsonnetError } from './failure.ts';
import { format } from './format.ts';
import { toPlain } from './manifest.ts';
import type { Natives } from './native.ts';
import { native, text } from './native.ts';
import { parseJsonnet } from './parser.ts';
import { listNatives } from './std-list.ts';
import { mathNatives } from './std-math.ts';
import { objectNatives } from './std-object.ts';
import { textNatives } from './std-text.ts';
import { writeNatives } from './std-write.ts';
import { JArray, JFunction, JObject, Thunk, type Value } from './value.ts';

export type JsonnetVariable = { name: string; value: string; code: boolean };
/** A program with all it may read: `files` by path, `resolved` by importing file and written path. */
export type JsonnetJob = {
  main: string;
  files: Map<string, Uint8Array>;
  /** Key: {@link importKey}. */
  resolved: Map<string, string>;
  extVars: JsonnetVariable[];
  tlas: JsonnetVariable[];
};

export function importKey(from: string, written: string): string {
  return `${from}\u0000${written}`;
}

/** The value of a program as plain JSON; functions at the top are called with the top-level arguments. Throws JsonnetError. */
export function runJsonnet(job: JsonnetJob): unknown {
  const decoder = new TextDecoder();
  const programs = new Map<string, Thunk>();
  const bytesOf = (from: string, written: string): { path: string; bytes: Uint8Array } => {
    const path = job.resolved.get(importKey(from, written));
    const bytes = path === undefined ? undefined : job.files.get(path);
    if (path === undefined || bytes === undefined) {
      throw new JsonnetError(`The imported file ${JSON.stringify(written.slice(0, 200))} does not exist`);
    }
    return { path, bytes };
  };
  const load = (path: string, bytes: Uint8Array): Thunk => {
    let known = programs.get(path);
    if (known === undefined) {
      known = new Thunk(() => evaluator.run(parseJsonnet(decoder.decode(bytes), path)));
      programs.set(path, known);
    }
    return known;
  };
  const evaluator: Evaluator = new Evaluator({
    std: (file) => new JObject([...library.layers, ...JObject.of([['thisFile', file]]).layers]),
    format,
    import(from, { how, path: written }): Value {
      const { path, bytes } = bytesOf(from, written);
      if (how === 'text') return decoder.decode(bytes);
      if (how === 'bytes') return JArray.of([...bytes]);
      return load(path, bytes).force();
    },
  });
  const call: Evaluator['call'] = (target, args) => evaluator.call(target, args);
  const variableOf =
    (kind: string) =>
    (one: JsonnetVariable): [string, Thunk] => [
      one.name,
      one.code
        ? new Thunk(() => evaluator.run(programOf(one.value, `<${kind} ${one.name}>`)))
        : Thunk.of(one.value),
    ];
  const external = new Map(job.extVars.map(variableOf('extVar')));
  const natives: Natives = {
    ...mathNatives,
    ...textNatives,
    ...writeNatives,
    ...listNatives(call, format),
    ...objectNatives(call),
    format: native('str vals', (template: Value, values: Value) => format(text(template), values)),
    mod: native('a b', (a: Value, b: Value) =>
      typeof a === 'string' ? format(a, b) : call(mathNatives['modulo']!, [a, b]),
    ),
    extVar: native('x', (name: Value) => {
      const found = external.get(text(name));
      if (found === undefined) throw new JsonnetError(`The external variable ${text(name)} is not set`);
      return found.force();
    }),
  };
  const library = hidden(natives);
  const bytes = job.files.get(job.main);
  if (bytes === undefined) throw new JsonnetError(`${job.main} does not exist`);
  let value = load(job.main, bytes).force();
  if (value instanceof JFunction) {
    value = evaluator.callNamed(value, new Map(job.tlas.map(variableOf('tla'))));
  }
  return toPlain(value);
}

function programOf(code: string, name: string): Program {
  return parseJsonnet(code, name);
}

/** The library's fields are there and do not show. */
function hidden(natives: Natives): JObject {
  const fields = Object.entries(natives).map(
    ([name, value]) => [name, { visibility: '::' as const, isPlus: false, compute: () => value }] as const,
  );
  return new JObject([{ fields: new Map(fields), asserts: [] }]);
}
