import type { KubeObject } from '../api/object.ts';

export interface TransportRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  query?: Record<string, string>;
  contentType?: string;
  body?: unknown;
}

export interface TransportReply {
  status: number;
  body: unknown;
}

export interface WatchLine {
  type: string;
  object: KubeObject;
}

export interface WatchHandlers {
  /** Called in order; bookmarks and errors included. */
  event(line: WatchLine): void;
  /** Called once when the stream ends, with the error that ended it if there was one. */
  end(error?: Error): void;
}

/** How a client reaches a Kubernetes API: over HTTP, or inside the process. */
export interface Transport {
  request(request: TransportRequest): Promise<TransportReply>;
  /** Starts a watch; the returned function ends it without a call of `end`. */
  watch(request: { path: string; query: Record<string, string> }, handlers: WatchHandlers): () => void;
}
