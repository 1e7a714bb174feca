import { ApiError } from './errors.ts';
import type { ApiRequest } from './request.ts';

/** What a matching request gets instead of its answer. */
export type FaultAnswer =
  | { kind: 'status'; code: number; reason?: string; message?: string; retryAfterSeconds?: number }
  /** Never answers, until the client gives up or the rule is removed. */
  | { kind: 'hang' }
  /** Closes the connection without an answer. */
  | { kind: 'reset' };

export interface FaultRule {
  /** HTTP methods; all when absent. */
  methods?: string[];
  /** Tested against the path; all paths when absent. */
  path?: RegExp;
  /** `true` matches watches only, `false` everything else. */
  isWatch?: boolean;
  /** How many requests it hits before it removes itself; unlimited when absent. */
  times?: number;
  answer: FaultAnswer;
}

const REASONS: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** Failures a test switches on and off; they hit clients over HTTP, never the sandbox's own controllers. */
export class Faults {
  #rules: FaultRule[] = [];
  readonly #waiting = new Set<() => void>();
  #drop: (() => void) | undefined;

  /** Adds a rule; the returned function removes it and lets hanging requests end. */
  add(rule: FaultRule): () => void {
    const own = { ...rule };
    this.#rules.push(own);
    return () => {
      this.#rules = this.#rules.filter((other) => other !== own);
      this.#release();
    };
  }

  /** Requests that hang now. */
  get hanging(): number {
    return this.#waiting.size;
  }

  clear(): void {
    this.#rules = [];
    this.#release();
  }

  /** Ends every open watch. */
  dropWatches(): void {
    this.#drop?.();
  }

  /** Called by the server at start. */
  onDropWatches(drop: () => void): void {
    this.#drop = drop;
  }

  /** The answer of the first matching rule. */
  match(request: Pick<ApiRequest, 'method' | 'path' | 'query'>): FaultAnswer | undefined {
    const isWatch = request.query.get('watch') === 'true' || request.query.get('watch') === '1';
    const rule = this.#rules.find(
      (one) =>
        (!one.methods || one.methods.includes(request.method)) &&
        (!one.path || one.path.test(request.path)) &&
        (one.isWatch === undefined || one.isWatch === isWatch),
    );
    if (!rule) return undefined;
    if (rule.times !== undefined && --rule.times <= 0)
      this.#rules = this.#rules.filter((other) => other !== rule);
    return rule.answer;
  }

  /** Resolves when faults are removed or the client has gone. */
  hang(gone: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(done);
        resolve();
      };
      this.#waiting.add(done);
      gone.addEventListener('abort', done, { once: true });
    });
  }

  #release(): void {
    for (const done of this.#waiting) done();
  }
}

/** The API error of a status fault. */
export function faultError(answer: Extract<FaultAnswer, { kind: 'status' }>): ApiError {
  const { code, retryAfterSeconds } = answer;
  const reason = answer.reason ?? REASONS[code] ?? 'InternalError';
  const message = answer.message ?? `the server answered ${code} on purpose (${reason})`;
  return new ApiError(
    code,
    reason,
    message,
    retryAfterSeconds === undefined ? undefined : { retryAfterSeconds },
  );
}
