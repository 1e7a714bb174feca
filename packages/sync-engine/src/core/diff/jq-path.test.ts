import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JqSyntaxError, parseJqPath } from './jq-path.ts';

const object = {
  metadata: { annotations: { 'a.b/c': '1', kept: '2' } },
  spec: {
    replicas: 2,
    containers: [
      { name: 'web', image: 'nginx:1', env: [{ name: 'A' }] },
      { name: 'side', image: 'side:1' },
    ],
  },
};
const paths = (expression: string) => parseJqPath(expression)(object).map((path) => path.join('/'));

describe('DIFF-2 the part of jq that names fields', () => {
  test.each<[string, string[]]>([
    ['.spec.replicas', ['spec/replicas']],
    ['.spec."replicas"', ['spec/replicas']],
    ['.metadata.annotations["a.b/c"]', ['metadata/annotations/a.b/c']],
    ['.metadata.annotations."a.b/c"', ['metadata/annotations/a.b/c']],
    ['.spec.containers[].image', ['spec/containers/0/image', 'spec/containers/1/image']],
    ['.spec.containers[0].image', ['spec/containers/0/image']],
    ['.spec.containers[-1].image', ['spec/containers/1/image']],
    ['.spec.containers[9].image', []],
    ['.spec["containers"][]?.image', ['spec/containers/0/image', 'spec/containers/1/image']],
    ['.spec.absent?.deeper', []],
    ['.spec.containers[] | select(.name == "side") | .image', ['spec/containers/1/image']],
    ['.spec.containers[] | select(.name != "side").image', ['spec/containers/0/image']],
    ['.spec.containers[] | select(.name == "a" or .name == "web") | .image', ['spec/containers/0/image']],
    ['.spec.containers[] | select(.env) | .image', ['spec/containers/0/image']],
    ['.spec.containers[] | select(.env | not) | .image', ['spec/containers/1/image']],
    ['.spec.containers[] | select(.name | startswith("si")) | .image', ['spec/containers/1/image']],
    [
      '.spec.containers[] | select((.name | endswith("b")) and (.image | contains("nginx"))) | .image',
      ['spec/containers/0/image'],
    ],
    ['.spec.containers[] | select(has("env")) | .env[] | .name', ['spec/containers/0/env/0/name']],
    ['.spec.replicas, .metadata.annotations.kept', ['spec/replicas', 'metadata/annotations/kept']],
    ['.metadata.annotations[]', ['metadata/annotations/a.b/c', 'metadata/annotations/kept']],
    ['(.spec | .replicas)', ['spec/replicas']],
  ])('%s', (expression, expected) => {
    expect(paths(expression)).toEqual(expected);
  });

  test.each([
    '',
    'spec',
    '.spec |',
    '.a[',
    'keys',
    '.a | test("x")',
    '.a == 1',
    'map(.a)',
    'with_entries(.value)',
    '.a |= 1',
    'del(.a) | keys',
    'input',
    '$ENV.HOME',
    '"\\(.a)"',
    'def f: .; f',
    '.a | @base64',
    'if .a then 1 else .b end',
    'limit(1; .a + .b)',
    'env',
    'input',
    '.a;.b',
    '."a\u0000"',
    '.["a\n"]',
  ])('%j is refused', (expression) => expect(() => parseJqPath(expression)).toThrow(JqSyntaxError));

  const wild = {
    metadata: {
      labels: { 'app.kubernetes.io/version': '1', team: 'a' },
      annotations: { 'checksum/config': 'x', 'deployment.kubernetes.io/revision': '3' },
    },
    webhooks: [
      { name: 'a', clientConfig: { caBundle: 'x' } },
      { name: 'b', clientConfig: {} },
    ],
    spec: {
      metrics: [
        { type: 'Resource', resource: { name: 'cpu' } },
        { type: 'Resource', resource: { name: 'memory' } },
        { type: 'Pods', pods: {} },
      ],
      versions: [{ name: 'v1', schema: { a: 1 } }, { name: 'v1beta1' }],
      template: {
        spec: {
          initContainers: [{ name: 'istio-init' }, { name: 'own' }],
          containers: [
            {
              name: 'web',
              image: 'nginx:1',
              env: [
                { name: 'FOO_A', value: '1' },
                { name: 'BAR', value: '2' },
              ],
              resources: { limits: { cpu: '1', memory: '1Gi' } },
            },
            {
              name: 'side',
              image: 'side:1',
              volumeMounts: [{ name: 'kube-api-access-x' }, { name: 'data' }],
            },
          ],
          volumes: [{ name: 'istio-data' }, { name: 'data', emptyDir: {} }],
        },
      },
    },
  };
  const pod = 'spec/template/spec';

  // Collected from public ignoreDifferences, issues and charts.
  test.each<[string, string[]]>([
    ['.webhooks[]?.clientConfig.caBundle', ['webhooks/0/clientConfig/caBundle']],
    ['.webhooks[]? | select(.name | test("^(a|c)$")) | .clientConfig', ['webhooks/0/clientConfig']],
    ['.nowhere[]?.clientConfig.caBundle', []],
    ['.spec.template.spec.containers[] | select(.name == "web") | .image', [`${pod}/containers/0/image`]],
    [
      '.spec.template.spec.containers[]?.env[]? | select(.name | test("^foo_"; "i"))',
      [`${pod}/containers/0/env/0`],
    ],
    [
      '.spec.template.spec.containers[] | select(.name as $n | ["side", "x"] | any(. == $n)) | .image',
      [`${pod}/containers/1/image`],
    ],
    [
      '.spec.template.spec.containers[] | select(any(.volumeMounts[]?; .name | startswith("kube-api-access"))) | .volumeMounts',
      [`${pod}/containers/1/volumeMounts`],
    ],
    ['.spec.template.spec.containers[] | select(.env // [] | map(.name) | index("x") | not) | .name', []],
    [
      '.spec.template.spec.containers[] | select((.env // []) | map(.name) | contains(["BAR"])) | .image',
      [`${pod}/containers/0/image`],
    ],
    [
      '.spec.template.spec.containers[] | select(.resources.limits | keys == ["cpu", "memory"]) | .resources',
      [`${pod}/containers/0/resources`],
    ],
    [
      '.spec.template.spec.containers[] | select(.resources? and (.resources.limits | has("cpu"))) | .resources.limits.cpu',
      [`${pod}/containers/0/resources/limits/cpu`],
    ],
    [
      '.spec.template.spec | .initContainers[]?, .volumes[]? | select(.name | startswith("istio"))',
      [`${pod}/initContainers/0`, `${pod}/volumes/0`],
    ],
    ['.spec.template.spec.volumes[] | select(has("emptyDir")).emptyDir', [`${pod}/volumes/1/emptyDir`]],
    [
      '.spec.template.spec.initContainers[] | select(.name | IN("istio-init", "istio-validation"))',
      [`${pod}/initContainers/0`],
    ],
    [
      '.spec.metrics[].resource.name | select((. == "cpu") or (. == "memory"))',
      ['spec/metrics/0/resource/name', 'spec/metrics/1/resource/name'],
    ],
    ['.spec.metrics[] | select(.type != "Resource")', ['spec/metrics/2']],
    ['.spec.versions[1:]', ['spec/versions/1']],
    ['.spec.versions | first | .schema', ['spec/versions/0/schema']],
    ['first(.spec.versions[] | select(.schema)).name', ['spec/versions/0/name']],
    [
      '.spec.versions[] | if .schema then .schema else .name end',
      ['spec/versions/0/schema', 'spec/versions/1/name'],
    ],
    ['.. | .caBundle?', ['webhooks/0/clientConfig/caBundle']],
    ['.. | objects | select(.name? == "BAR") | .value', [`${pod}/containers/0/env/1/value`]],
    ['del(.metadata.annotations."checksum/config")', ['metadata/annotations/checksum/config']],
    [
      '.metadata.annotations | .["checksum/config"], .["deployment.kubernetes.io/revision"]',
      ['metadata/annotations/checksum/config', 'metadata/annotations/deployment.kubernetes.io/revision'],
    ],
    ['.metadata.labels | .["app.kubernetes.io/version"]?', ['metadata/labels/app.kubernetes.io/version']],
    ['.metadata | (.labels, .annotations) | .["team"]', ['metadata/labels/team']],
    ['.metadata["annotations"]["checksum/config"]', ['metadata/annotations/checksum/config']],
    ['getpath(["spec", "versions", 0, "name"])', ['spec/versions/0/name']],
    ['.spec.nothing // .spec.versions[0].name', ['spec/versions/0/name']],
    [
      '.spec.template.spec.containers[] | select([.env[]?.name] | length > 1) | .image',
      [`${pod}/containers/0/image`],
    ],
    [
      '.spec.template.spec.containers[] | select(.image | split(":") | .[0] | endswith("nginx")) | .image',
      [`${pod}/containers/0/image`],
    ],
    [
      '.spec.template.spec.containers[] | select((.name | ascii_downcase | ltrimstr("w")) == "eb").image',
      [`${pod}/containers/0/image`],
    ],
  ])('an expression from the wild: %s', (expression, expected) => {
    expect(parseJqPath(expression)(wild).map((path) => path.join('/'))).toEqual(expected);
  });

  test('X20 an expression that would go on for ever names nothing, and says so quickly', () => {
    expect(parseJqPath('recurse(.)')({ a: 1 })).toEqual([]);
    expect(
      parseJqPath('.list[] as $a | .list[] as $b | .list[] as $c | .list[] | select(. == 1)')({
        list: Array.from({ length: 200 }, () => 1),
      }),
    ).toEqual([]);
    expect(paths('.spec | select("a" * 1 == null)')).toEqual([]);
    const long = `${'a'.repeat(20_000)}!`;
    expect(parseJqPath('.a | select(test("^(a+)+$"))')({ a: long })).toEqual([]);
  });

  test('X16 inherited names are never found', () => {
    expect(parseJqPath('.__proto__')({})).toEqual([]);
    expect(parseJqPath('.constructor.name')({})).toEqual([]);
  });

  test('any text is read or refused, and quickly', () => {
    const word = fc.constantFrom(
      '.',
      'a',
      '[',
      ']',
      '(',
      ')',
      '|',
      ',',
      '"x"',
      'select',
      'test',
      'if',
      'then',
      'end',
      '..',
      '//',
      '$x',
      'as',
      '{',
      '}',
      ':',
      ';',
      '==',
      'not',
      '?',
      '1',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 40 }).map((words) => words.join('')),
        ),
        (text) => {
          try {
            parseJqPath(text)(object);
          } catch (error) {
            expect(error).toBeInstanceOf(JqSyntaxError);
          }
        },
      ),
    );
  });
});
