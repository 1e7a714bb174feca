import { load } from 'js-yaml';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { readCustomizations } from '../../core/health/customizations.ts';
import type { KubeObject } from '../../core/model.ts';
import { ConfinedWorker } from '../worker/confined-worker.ts';
import { CustomHealth } from './custom-health.ts';

const prefix = 'resource.customizations';

function widget(status: object, kind = 'Widget'): KubeObject {
  return { apiVersion: 'example.com/v1', kind, metadata: { name: 'a', generation: 2 }, spec: {}, status };
}

const healths: CustomHealth[] = [];
afterAll(async () => {
  await Promise.all(healths.map((health) => health.stop()));
});

/** So long that no slow machine ends a script that ends. */
const patientMs = 120_000;

/** `null`: the deadline of the product. */
function withData(data: Record<string, unknown>, timeoutMs: number | null = patientMs): CustomHealth {
  const { customizations, problems } = readCustomizations(data, (text) => load(text));
  expect(problems).toEqual([]);
  const health = new CustomHealth(customizations, timeoutMs ?? undefined);
  healths.push(health);
  return health;
}

/** One thread for a whole table: script number n is that of kind `Script<n>`. */
function withScripts(scripts: readonly string[], useOpenLibs: boolean, timeoutMs?: null): CustomHealth {
  const key = (index: number) => `example.com_Script${index}`;
  return withData(
    Object.fromEntries(
      scripts.flatMap((lua, index) => [
        [`${prefix}.health.${key(index)}`, lua],
        [`${prefix}.useOpenLibs.${key(index)}`, String(useOpenLibs)],
      ]),
    ),
    timeoutMs,
  );
}

function withScript(lua: string, useOpenLibs = false): CustomHealth {
  return withData({
    [`${prefix}.health.example.com_Widget`]: lua,
    [`${prefix}.useOpenLibs.example.com_Widget`]: String(useOpenLibs),
  });
}

const ok = `return { status = "Healthy", message = "fine" }`;

describe('HLTH-2: scripts in Argo CD’s form', () => {
  test('a script reads obj and says status and message', async () => {
    const health = withScript(`
      hs = {}
      if obj.status ~= nil and obj.status.conditions ~= nil then
        for i, condition in ipairs(obj.status.conditions) do
          if condition.type == "Ready" and condition.status == "False" then
            hs.status = "Degraded"
            hs.message = i .. ": " .. condition.message .. " of " .. table.getn(obj.status.conditions)
            return hs
          end
        end
      end
      hs.status = "Progressing"
      hs.message = "waiting"
      return hs`);
    const bad = widget({
      conditions: [
        { type: 'A', status: 'True' },
        { type: 'Ready', status: 'False', message: 'no' },
      ],
    });
    expect(await health.explain(bad)).toEqual({
      health: { status: 'Degraded', message: '2: no of 2' },
      rule: 'customization:example.com/Widget',
    });
    expect((await health.explain(widget({}))).health).toEqual({ status: 'Progressing', message: 'waiting' });
  });

  test('one key, split keys, globs: exact before glob, ours for the rest, deletion before all', async () => {
    const health = withData({
      [prefix]: `
        "*.example.com/*": { health.lua: 'return {status="Suspended", message="glob"}' }
        sub.example.com/Exact: { health.lua: 'return {status="Degraded", message="exact"}' }
        Namespace: { health.lua: 'return {status="Healthy", message="core"}' }`,
      [`${prefix}.health.*_Gadget`]: 'return {status="Missing", message="any group"}',
    });
    const of = async (apiVersion: string, kind: string, metadata = {}) =>
      (await health.explain({ apiVersion, kind, metadata: { name: 'a', ...metadata } })).health;
    expect(await of('sub.example.com/v1', 'Exact')).toEqual({ status: 'Degraded', message: 'exact' });
    expect(await of('sub.example.com/v1', 'Other')).toEqual({ status: 'Suspended', message: 'glob' });
    expect(await of('v1', 'Namespace')).toEqual({ status: 'Healthy', message: 'core' });
    expect(await of('else.io/v1', 'Gadget')).toEqual({ status: 'Missing', message: 'any group' });
    expect(await of('v1', 'ConfigMap')).toBeNull();
    expect(await of('v1', 'Namespace', { deletionTimestamp: '2026-01-01T00:00:00Z' })).toEqual({
      status: 'Progressing',
      message: 'Pending deletion.',
    });
  });

  test('a script comes before a rule of the tables, and may have no opinion', async () => {
    const health = withData({ [`${prefix}.health.apps_Deployment`]: 'return {}' });
    expect(
      await health.explain({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' } }),
    ).toEqual({
      health: null,
      rule: 'none',
    });
  });

  const broken = [
    ['return 5', 'returned a number and not a table'],
    ['return { status = "Great" }', 'returned "Great"'],
    ['return { message = "x" }', 'returned no status'],
    ['return {', 'failed: health.lua'],
    ['return obj.status.nothing.more', 'attempt to index a nil value'],
    ['error("as told")', 'failed: health.lua:1: as told'],
    ['error({})', 'an error that is no text'],
    ['return ("x"):rep(3)', 'attempt to index a string value'],
  ] as const;
  const all = withScripts(
    broken.map(([lua]) => lua),
    false,
  );

  test.each(broken.map(([lua, sentence], index) => [lua, sentence, index] as const))(
    '%s is Unknown with a sentence',
    async (_, sentence, index) => {
      const { health } = await all.explain(widget({}, `Script${index}`));
      expect(health?.status).toBe('Unknown');
      expect(health?.message).toContain(sentence);
      expect(health?.message).toContain(`The health script of example.com/Script${index}`);
    },
    30_000,
  );

  test('with open libraries there are string and math, as Argo CD has them', async () => {
    const lua = `return { status = "Healthy", message = ("x"):rep(3) .. string.format("%d", math.floor(2.5)) .. unpack({"u"}) }`;
    expect((await withScript(lua, true).explain(widget({}))).health?.message).toBe('xxx2u');
  });

  test('numbers, lists, nulls and odd names arrive as they are', async () => {
    const lua = `
      local s = obj.status
      local text = tostring(s.int) .. " " .. tostring(s.half) .. " " .. #s.list .. " " .. tostring(s.none == nil) .. " " .. s.big
      return { status = "Healthy", message = text .. " " .. s["__proto__"].x .. " " .. tostring(next(s.empty)) }`;
    const status = JSON.parse(
      '{"int":3,"half":1.5,"list":[1,2],"none":null,"big":12345678901234567000,"__proto__":{"x":"y"},"empty":{}}',
    ) as object;
    expect((await withScript(lua).explain(widget(status))).health?.message).toBe(
      '3 1.5 2 true 12345678901234567000 y nil',
    );
  });
});

describe('X20: a script cannot get out, and the next one runs', () => {
  const hostile: [string, string, string?][] = [
    ['an endless loop', 'while true do end', 'did not end within 1 s'],
    [
      'a loop that catches its own end',
      'while true do pcall(function() while true do end end) end',
      'did not end',
    ],
    ['a list without end', 'local t = {} for i = 1, 1e9 do t[i] = ("x"):rep(1e6) .. i end'],
    ['a text without end', 'return { status = ("x"):rep(1e9) }', 'memory'],
    ['a text that doubles', 'local s = "xxxxxxxx" while true do s = s .. s end', 'memory'],
    [
      'a pattern that backtracks',
      'return ("a"):rep(60):find(("a?"):rep(60) .. ("a"):rep(60))',
      'did not end',
    ],
    ['deep recursion', 'local function f() return 1 + f() end return f()'],
    [
      'a metatable that asks itself',
      'return setmetatable({}, { __index = function(t, k) return t[k] end }).x',
    ],
    [
      'a table of the answer that lies',
      'return setmetatable({ x = 1 }, { __index = { status = "Healthy" } })',
      'no status',
    ],
    ['reading a file', 'return { status = io.open("/etc/passwd"):read("a") }', "global 'io'"],
    ['starting a program', 'os.execute("true")', "field 'execute'"],
    ['the environment', 'return { status = os.getenv("PATH") }', "field 'getenv'"],
    ['ending the process', 'os.exit(1)', "field 'exit'"],
    ['loading code', 'return load("return 1")()', "global 'load'"],
    ['loading bytes', 'return string.dump(function() end)', "field 'dump'"],
    ['debugging', 'return debug.getregistry()', "global 'debug'"],
    ['requiring', 'return require("package")', "module 'package' is not there"],
    ['the table behind texts', 'return getmetatable("").__index.rep("x", 3)', 'index a boolean value'],
    ['changing what reads the answer', 'rawget = nil type = nil next = nil return 5', 'returned a number'],
    ['the outer globals', 'return { status = bowline_source or "no" }', 'returned "no"'],
  ];
  const scripts = hostile.map(([, lua]) => lua);
  // Who is to run into the deadline has that of the product; who is to end otherwise has time for it.
  const hurried = withScripts(scripts, true, null);
  const patient = withScripts(scripts, true);

  test.each(hostile.map(([name, , sentence], index) => [name, sentence, index] as const))(
    '%s',
    async (_, sentence, index) => {
      const all = sentence?.startsWith('did not end') ? hurried : patient;
      const found = (await all.explain(widget({}, `Script${index}`))).health;
      expect(found?.status).toBe('Unknown');
      if (sentence !== undefined) expect(found?.message).toContain(sentence);
    },
    60_000,
  );

  test('after a script that was ended the next job runs again, and sees nothing of it', async () => {
    const both = withData(
      {
        [`${prefix}.health.example.com_Widget`]: 'leak = 1 while true do end',
        [`${prefix}.health.example.com_Gadget`]: `if leak then return {} end ${ok}`,
        [`${prefix}.health.example.com_Eater`]: 'local t = {} while true do t[#t + 1] = {} end',
      },
      5000, // long enough for the job after the loop
    );
    for (const bad of ['Widget', 'Eater']) {
      expect((await both.explain(widget({}, bad))).health?.status).toBe('Unknown');
      expect((await both.explain(widget({}, 'Gadget'))).health).toEqual({
        status: 'Healthy',
        message: 'fine',
      });
    }
  });
});

describe('judgeAll, for the trees of the server', () => {
  const versioned = (name: string, resourceVersion: string): KubeObject => ({
    ...widget({}),
    metadata: { name, uid: `uid-${name}`, resourceVersion },
  });

  test('kinds with a customisation by it, others by the tables, deletion before both', async () => {
    const health = withScript(`return { status = "Degraded", message = "down" }`);
    const going = { ...widget({}), metadata: { name: 'gone', deletionTimestamp: '2026-01-01T00:00:00Z' } };
    const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j' }, spec: { suspend: true } };
    const objects: KubeObject[] = [
      widget({}),
      going,
      { ...job, status: { conditions: [{ type: 'Suspended', status: 'True' }] } },
    ];
    const judge = await health.judgeAll(objects);
    expect(objects.map((object) => judge(object)?.status)).toEqual(['Degraded', 'Progressing', 'Suspended']);
  });

  /** Looks at one version of an object while the thread ends as told, and then well. Statuses, and how often it was asked. */
  async function look(health: CustomHealth, ends: ('timeout' | 'out-of-memory')[], times: number) {
    const value = { kind: 'health', status: 'Healthy', message: 'fine' };
    const run = vi.spyOn(ConfinedWorker.prototype, 'run').mockResolvedValue({ end: 'done', value });
    onTestFinished(() => run.mockRestore());
    for (const end of ends) run.mockResolvedValueOnce({ end });
    const statuses: unknown[] = [];
    for (let count = 0; count < times; count++) {
      const object = versioned('a', '1');
      statuses.push((await health.judgeAll([object]))(object)?.status);
    }
    return { statuses, asked: run.mock.calls.length };
  }

  test.each([
    ['in time', [], ['Healthy', 'Healthy', 'Healthy'], 1],
    ['out of memory', ['out-of-memory'], ['Unknown', 'Unknown', 'Unknown'], 1],
    ['out of time once', ['timeout'], ['Unknown', 'Healthy', 'Healthy'], 2],
    ['out of time twice', ['timeout', 'timeout'], ['Unknown', 'Unknown', 'Unknown', 'Healthy', 'Healthy'], 3],
  ] as const)('a version of an object is judged once: %s', async (_, ends, statuses, asked) => {
    expect(await look(withScript(ok), [...ends], statuses.length)).toEqual({ statuses, asked });
  });

  test('a script without end is asked ever less often (X20)', async () => {
    const ends = Array.from({ length: 7 }, () => 'timeout' as const);
    expect((await look(withScript(ok), ends, 100)).asked).toBe(7);
  });

  test('another version is judged again', async () => {
    const health = withScript(ok);
    await look(health, ['out-of-memory'], 1);
    const changed = versioned('a', '2');
    expect((await health.judgeAll([changed]))(changed)?.status).toBe('Healthy');
  });
});
