import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KubeObject } from './model.ts';
import { isSecret, maskObject } from './secrets.ts';

const key = { version: 3, key: Buffer.alloc(32, 7) };
const b64 = (text: string) => Buffer.from(text).toString('base64');
function secret(fields: Record<string, unknown>, annotations?: Record<string, string>): KubeObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', annotations }, ...fields };
}
const dataOf = (object: KubeObject) => object.data as Record<string, string>;

test('B22, B23 of peers.md: equal plaintext gives an equal mask, in data or stringData', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const a = maskObject(secret({ data: { k: b64(text) } }), key);
      const b = maskObject(secret({ stringData: { k: text } }), key);
      expect(a).toEqual(b);
      expect(dataOf(a).k).toMatch(/^hmac:3:[0-9a-f]{16}:\d+$/);
    }),
  );
});

test('X74 no plaintext is left anywhere', () => {
  const annotations = {
    'kubectl.kubernetes.io/last-applied-configuration': '{"stringData":{"p":"correct horse"}}',
  };
  const input = secret(
    { data: { p: b64('correct horse') }, stringData: { q: 'battery staple' } },
    annotations,
  );
  const before = structuredClone(input);
  const text = JSON.stringify(maskObject(input, key));
  for (const word of ['correct horse', 'battery staple', b64('correct horse')])
    expect(text).not.toContain(word);
  expect(input).toEqual(before);
});

test('stringData wins over data, as in the API server', () => {
  const masked = maskObject(secret({ data: { k: b64('old') }, stringData: { k: 'new' } }), key);
  expect(masked).toEqual(maskObject(secret({ data: { k: b64('new') } }), key));
});

test('masking twice changes nothing; a mask written as plaintext is not believed', () => {
  const once = maskObject(secret({ data: { k: b64('x') } }), key);
  expect(maskObject(once, key)).toEqual(once);
  const forged = maskObject(secret({ stringData: { k: dataOf(once).k } }), key);
  expect(dataOf(forged).k).not.toBe(dataOf(once).k);
});

test('another key version or value gives another mask', () => {
  const a = dataOf(maskObject(secret({ data: { k: b64('x') } }), key)).k;
  expect(dataOf(maskObject(secret({ data: { k: b64('y') } }), key)).k).not.toBe(a);
  expect(dataOf(maskObject(secret({ data: { k: b64('x') } }), { version: 4, key: key.key })).k).not.toBe(a);
});

test('null values are empty, odd values never shown', () => {
  const masked = maskObject(secret({ data: { n: null, num: 12345678, bad: 'not base64!' } }), key);
  expect(dataOf(masked).n).toMatch(/:0$/);
  expect(JSON.stringify(masked)).not.toMatch(/12345678|not base64/);
  expect(JSON.stringify(maskObject(secret({ data: 'plaintext' }), key))).not.toContain('plaintext');
});

test('X17 an integer beyond what a number holds is masked like any odd value', () => {
  const masked = maskObject(
    secret({ stringData: { a: 9007199254740993n, b: { c: [9007199254740993n] } } }),
    key,
  );
  expect(Object.values(dataOf(masked)).every((value) => String(value).startsWith('hmac:'))).toBe(true);
});

test('X16 a key named __proto__ stays a key', () => {
  const masked = maskObject(secret({ data: JSON.parse(`{"__proto__":"${b64('x')}"}`) }), key);
  expect(Object.keys(dataOf(masked))).toEqual(['__proto__']);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('other kinds named Secret are no Secrets', () => {
  const other: KubeObject = {
    apiVersion: 'example.com/v1',
    kind: 'Secret',
    metadata: { name: 'a' },
    data: { a: 'b' },
  };
  expect(isSecret(other)).toBe(false);
  expect(maskObject(other, key)).toBe(other);
});
