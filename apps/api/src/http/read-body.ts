import { problem } from './problem.ts';
import type { Http } from './request-context.ts';

/** The raw body as text. Throws too_large as soon as it is, whatever Content-Length says (X65). */
export async function readBody(http: Http, bytesMax: number): Promise<string> {
  return (await readRawBody(http, bytesMax)).toString('utf8');
}

export async function readRawBody(http: Http, bytesMax: number): Promise<Buffer> {
  if (Number(http.req.header('content-length') ?? 0) > bytesMax) throw tooLarge(bytesMax);
  const stream = http.req.raw.body;
  if (!stream) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > bytesMax) throw tooLarge(bytesMax);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(bytesMax: number) {
  return problem('too_large', `The body is larger than ${Math.floor(bytesMax / 1000)} kB.`);
}
