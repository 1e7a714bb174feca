import type { KubeFailure, KubeResult } from '../../ports/kube.ts';

/** A failure as the port returns it. */
export function kubeFailure(failure: KubeFailure): KubeResult<never> {
  return { ok: false, ...failure };
}

type Status = {
  message?: unknown;
  reason?: unknown;
  details?: {
    name?: unknown;
    kind?: unknown;
    causes?: { reason?: string; message?: string; field?: string }[];
    retryAfterSeconds?: number;
  };
};

/** What was being done, for the sentence: `apply Deployment web/api`. */
export type KubeCall = { what: string; isSecret: boolean };

/**
 * A refused request as a failure. The API server quotes the offending value in its message; for a Secret only reason and
 * field names are passed on (X74).
 */
export function failureOfResponse(status: number, body: unknown, call: KubeCall): KubeFailure {
  const detail = (typeof body === 'object' && body !== null ? body : {}) as Status;
  const causes = (Array.isArray(detail.details?.causes) ? detail.details.causes : []).map((cause) => ({
    reason: cause.reason ?? '',
    field: cause.field ?? '',
    message: call.isSecret ? (cause.reason ?? 'invalid') : (cause.message ?? ''),
  }));
  const reason = typeof detail.reason === 'string' ? detail.reason : '';
  const text = typeof detail.message === 'string' && !call.isSecret ? detail.message.slice(0, 2000) : reason;
  const said = text === '' ? `HTTP ${status}` : text;
  const conflicts = causes
    .filter((cause) => cause.reason === 'FieldManagerConflict')
    .map((cause) => ({ path: cause.field, manager: /"([^"]+)"/.exec(cause.message)?.[1] ?? '' }));
  const failure = (code: string, message: string, hint: string): KubeFailure => ({
    code,
    status,
    message,
    hint,
    ...(causes.length > 0 ? { causes: causes.map(({ field, message }) => ({ field, message })) } : {}),
    ...(conflicts.length > 0 ? { conflicts } : {}),
  });
  switch (true) {
    case status === 401:
      return failure(
        'cluster_unauthorized',
        `The cluster does not accept the credentials (${call.what}).`,
        'Register the cluster again with valid credentials; tokens expire.',
      );
    case status === 403:
      return failure(
        'cluster_forbidden',
        `The cluster forbids it (${call.what}): ${said}`,
        'Grant the service account of Bowline the right, or leave the object out.',
      );
    case status === 404 && detail.details?.kind === 'namespaces' && typeof detail.details.name === 'string':
      return failure(
        'object_not_found',
        `The namespace ${detail.details.name} does not exist (${call.what}). The sync option CreateNamespace=true makes it.`,
        'Create the namespace, or set the sync option CreateNamespace=true.',
      );
    case status === 404 || status === 410:
      return failure(
        'object_not_found',
        `Not found (${call.what}): ${said}`,
        'Refresh, and check the namespace exists.',
      );
    case causes.some((cause) => cause.field === 'metadata.uid'):
      return failure(
        'object_conflict',
        `The object was deleted and created again (${call.what}).`,
        'Refresh and plan again.',
      );
    case status === 409 && conflicts.length > 0:
      return failure(
        'field_conflict',
        `Another manager owns fields (${call.what}): ${conflicts.map((one) => `${one.path} by ${one.manager}`).join(', ')}`,
        'Take the fields over, or remove them from the manifest.',
      );
    case status === 409:
      return failure(
        'object_conflict',
        `The object changed meanwhile (${call.what}): ${said}`,
        'Refresh and plan again.',
      );
    case status === 429:
      return failure(
        'cluster_throttled',
        `The cluster is throttling requests (${call.what}).`,
        'It is tried again by itself.',
      );
    case status === 504 || reason === 'Timeout' || reason === 'ServerTimeout':
      return failure(
        'cluster_timeout',
        `The cluster did not answer in time (${call.what}).`,
        'It is tried again by itself.',
      );
    // Server-side apply answers 500 when a manifest has a field that the schema does not have.
    case status === 500 && undeclaredField.test(said):
      return failure(
        'object_invalid',
        `The manifest has a field that the cluster does not know (${call.what}): ${said}`,
        'Correct the manifest.',
      );
    case status >= 500:
      return failure(
        'cluster_error',
        `The cluster failed (${call.what}): ${said}`,
        'See the API server and its admission webhooks.',
      );
    default:
      return failure(
        'object_invalid',
        `The cluster refuses it (${call.what}): ${said}`,
        'Correct the manifest.',
      );
  }
}

const undeclaredField = /failed to create typed patch object|field not declared in schema/;

const unreachable: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  EPIPE: 'the connection was closed',
  UND_ERR_SOCKET: 'the connection was closed',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  ETIMEDOUT: 'the connection timed out',
  host_not_found: 'its host name could not be resolved',
};

const badCertificate =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH)/;

/** A request that got no answer as a failure; decided by error codes alone. */
export function failureOfError(error: unknown, call: KubeCall): KubeFailure {
  const { code = '', name = '' } = (error ?? {}) as { code?: string; name?: string };
  if (name === 'TimeoutError' || name === 'AbortError' || /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(code)) {
    return {
      code: 'cluster_timeout',
      status: 504,
      message: `The cluster did not answer in time (${call.what}).`,
      hint: 'Check the API server and the network to it.',
    };
  }
  if (code === 'egress_refused') {
    const { message, hint } = error as { message: string; hint: string };
    return { code, status: 400, message, hint };
  }
  if (badCertificate.test(code)) {
    return {
      code: 'cluster_unreachable',
      status: 502,
      message: `The certificate of the cluster could not be verified (${code}).`,
      hint: 'Give certificate-authority-data in the kubeconfig.',
    };
  }
  return {
    code: 'cluster_unreachable',
    status: 502,
    message: `The cluster could not be reached: ${unreachable[code] ?? 'the connection failed'}.`,
    hint: 'Check that the API server is up and that this machine may connect to it.',
  };
}
