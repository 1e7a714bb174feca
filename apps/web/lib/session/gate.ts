type Listener = (isExpired: boolean) => void;

/**
 * Holds requests while the session is expired: the first 401 opens the sign-in overlay, all requests wait for it and are
 * repeated once, so that nobody's form is lost and the server sees a handful of refused calls instead of thousands.
 */
export class SessionGate {
  private renewed: Promise<void> | null = null;
  private open: (() => void) | null = null;
  private readonly listeners = new Set<Listener>();
  private readonly send: typeof fetch;

  constructor(send: typeof fetch) {
    this.send = send;
  }

  get isExpired(): boolean {
    return this.renewed !== null;
  }

  async fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    if (this.renewed) await this.renewed;
    const response = await this.send(input, init);
    if (response.status !== 401) return response;
    await this.expire();
    return this.send(input, init);
  }

  /** Marks the session expired (also called by the stream) and waits until it is renewed. */
  expire(): Promise<void> {
    this.renewed ??= new Promise<void>((resolve) => {
      this.open = resolve;
      queueMicrotask(() => this.notify());
    });
    return this.renewed;
  }

  /** Signed in again: waiting requests go on. */
  renew(): void {
    const open = this.open;
    this.renewed = null;
    this.open = null;
    open?.();
    this.notify();
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private notify() {
    for (const listener of this.listeners) listener(this.isExpired);
  }
}

export const sessionGate = new SessionGate((input, init) => fetch(input, init));
