import { describe, expect, it } from 'vitest';
import { failureOfError, failureOfResponse } from './kube-failure.ts';
import { warningsOf } from './transport.ts';

const call = { what: 'apply ConfigMap a/b', isSecret: false };

describe('failureOfResponse', () => {
  it.each([
    [400, {}, 'object_invalid'],
    [401, {}, 'cluster_unauthorized'],
    [403, {}, 'cluster_forbidden'],
    [404, {}, 'object_not_found'],
    [409, { reason: 'Conflict' }, 'object_conflict'],
    [
      409,
      {
        details: {
          causes: [{ reason: 'FieldManagerConflict', field: '.data.x', message: 'conflict with "kubectl"' }],
        },
      },
      'field_conflict',
    ],
    [
      422,
      { details: { causes: [{ field: 'metadata.uid', reason: 'FieldValueInvalid' }] } },
      'object_conflict',
    ],
    [422, {}, 'object_invalid'],
    [429, {}, 'cluster_throttled'],
    [500, { message: 'boom' }, 'cluster_error'],
    [500, { message: 'failed to create typed patch object' }, 'object_invalid'],
    [504, {}, 'cluster_timeout'],
  ])('%d %j is %s', (status, body, code) =>
    expect(failureOfResponse(status, body, call)).toMatchObject({ code, status }),
  );

  it('passes no value of a Secret on (X74)', () => {
    const body = {
      reason: 'Invalid',
      message: 'Invalid value: "hunter2"',
      details: {
        causes: [{ field: 'data', reason: 'FieldValueInvalid', message: 'Invalid value: "hunter2"' }],
      },
    };
    const failure = failureOfResponse(422, body, { what: 'apply Secret a/b', isSecret: true });
    expect(JSON.stringify(failure)).not.toContain('hunter2');
    expect(failure.causes).toEqual([{ field: 'data', message: 'FieldValueInvalid' }]);
  });

  it('names a namespace that is not there and what makes it, also for a Secret', () => {
    const body = { reason: 'NotFound', details: { kind: 'namespaces', name: 'shop' } };
    const failure = failureOfResponse(404, body, { what: 'apply Secret shop/a', isSecret: true });
    expect(failure).toMatchObject({
      code: 'object_not_found',
      message: expect.stringMatching(/namespace shop does not exist .*CreateNamespace=true/),
    });
  });

  it('copes with a body that is no status', () => {
    expect(failureOfResponse(502, '<html>', call)).toMatchObject({
      code: 'cluster_error',
      message: expect.stringContaining('HTTP 502'),
    });
  });
});

describe('failureOfError', () => {
  it.each([
    [{ code: 'ECONNREFUSED' }, 'cluster_unreachable'],
    [{ code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'cluster_unreachable'],
    [{ name: 'TimeoutError' }, 'cluster_timeout'],
    [{ code: 'UND_ERR_HEADERS_TIMEOUT' }, 'cluster_timeout'],
    [{ code: 'egress_refused', message: 'm', hint: 'h' }, 'egress_refused'],
    [undefined, 'cluster_unreachable'],
  ])('%j is %s', (error, code) => expect(failureOfError(error, call).code).toBe(code));
});

it('reads warnings as the API server sends them', () => {
  expect(warningsOf('299 - "old \\"v1beta1\\"", 299 - "two"')).toEqual(['old "v1beta1"', 'two']);
  expect(warningsOf(undefined)).toEqual([]);
});
