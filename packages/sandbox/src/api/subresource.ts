import type { Deleter } from './deleter.ts';
import type { ApiRequest, Reply } from './request.ts';
import type { WriteOptions } from './write-options.ts';
import type { WriteTarget, Writer } from './writer.ts';

export interface SubresourceCall {
  target: WriteTarget;
  request: ApiRequest;
  body: unknown;
  options: WriteOptions;
  writer: Writer;
  deleter: Deleter;
}

/** Behaviour of one subresource beyond status and scale (`binding`, `log`, ...); throws ApiError. */
export type SubresourceHandler = (call: SubresourceCall) => Reply;

/** Handlers by `group/plural/subresource`. */
export type SubresourceHandlers = ReadonlyMap<string, SubresourceHandler>;
