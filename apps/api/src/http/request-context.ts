import type { Context as HonoContext } from 'hono';
import type { Access, Principal } from '../auth/access.ts';
import type { Log } from '../log.ts';

/** What the middleware learned of a request, before any endpoint sees it. */
export type RequestContext = {
  requestId: string;
  ip: string;
  agent: string;
  log: Log;
};

export type HttpEnv = {
  Variables: { request: RequestContext; signedIn?: { principal: Principal; access: Access } };
};
export type Http = HonoContext<HttpEnv>;
