import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gitEnvironment } from './git.ts';

/** The path of a request as git reads it: without dots that lead elsewhere, decoded. Undefined: there is none to read. */
export function pathOf(req: IncomingMessage): string | undefined {
  try {
    const path = decodeURIComponent(new URL(`http://localhost${req.url}`).pathname);
    return path.split('/').includes('..') ? undefined : path;
  } catch {
    return undefined;
  }
}

/** Answers one smart-HTTP request for `path` with `git http-backend`; resolves when the answer is out. */
export function serveGit(
  root: string,
  { path, req, res }: { path: string; req: IncomingMessage; res: ServerResponse },
): Promise<void> {
  const query = req.url?.split('?').slice(1).join('?') ?? '';
  const child = spawn('git', ['http-backend'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      ...gitEnvironment,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: path,
      QUERY_STRING: query,
      REQUEST_METHOD: req.method,
      REMOTE_ADDR: req.socket.remoteAddress,
      CONTENT_TYPE: req.headers['content-type'] ?? '',
      CONTENT_LENGTH: req.headers['content-length'],
      HTTP_CONTENT_ENCODING: req.headers['content-encoding'],
      GIT_PROTOCOL: header(req, 'git-protocol'),
    },
  });
  child.stdin.on('error', () => {}); // the backend may answer before it read the whole body
  req.pipe(child.stdin);
  res.once('close', () => child.kill());
  return new Promise((resolve) => {
    child.once('error', () => resolve(void res.writeHead(500).end('git is not installed')));
    child.once('close', () => resolve(void res.end()));
    forwardAnswer(child.stdout, res);
  });
}

// CGI: header lines, an empty line, the body.
function forwardAnswer(stdout: NodeJS.ReadableStream, res: ServerResponse): void {
  let pending = Buffer.alloc(0);
  let isInBody = false;
  stdout.on('data', (chunk: Buffer) => {
    if (isInBody) return void res.write(chunk);
    pending = Buffer.concat([pending, chunk]);
    const end = pending.indexOf('\r\n\r\n');
    if (end < 0) return;
    isInBody = true;
    let status = 200;
    for (const line of pending.subarray(0, end).toString('latin1').split('\r\n')) {
      const colon = line.indexOf(':');
      const name = line.slice(0, colon);
      const value = line.slice(colon + 1).trim();
      if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
      else res.setHeader(name, value);
    }
    res.writeHead(status);
    if (end + 4 < pending.length) res.write(pending.subarray(end + 4));
  });
}

function header(req: IncomingMessage, name: string): string | undefined {
  const value = req.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
