import { AppError } from '../../core/app-error.ts';
import type { LogQuery } from '../../ports/kube.ts';
import { isPathSegment } from './discovery.ts';
import type { Transport } from './transport.ts';

/** A line longer than this is passed on in parts, so that a log without line breaks cannot fill the memory. */
const lineCharsMax = 64 * 1024;

/** Lines of one container's log, oldest first, each with the kubelet's time. Throws AppError when the cluster refuses. */
export async function* streamLogs(
  transport: Transport,
  query: LogQuery,
  signal: AbortSignal,
): AsyncIterable<{ time: string; text: string }> {
  if (!isPathSegment(query.namespace) || !isPathSegment(query.pod)) {
    throw new AppError({ code: 'object_invalid', status: 400, message: 'The Pod name cannot be used.' });
  }
  const path = `/api/v1/namespaces/${encodeURIComponent(query.namespace)}/pods/${encodeURIComponent(query.pod)}/log`;
  const opened = await transport.stream({
    method: 'GET',
    path,
    accept: '*/*',
    query: {
      container: query.container,
      previous: query.previous ? 'true' : undefined,
      follow: query.follow ? 'true' : undefined,
      tailLines: query.tailLines?.toString(),
      sinceSeconds: query.sinceSeconds?.toString(),
      timestamps: 'true',
    },
    what: `read the log of Pod ${query.namespace}/${query.pod}`,
    isSecret: false,
    signal,
  });
  if (!opened.ok) throw new AppError(opened);
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const chunk of opened.value as AsyncIterable<Buffer>) {
      rest += decoder.decode(chunk, { stream: true });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield parseLine(line);
      if (rest.length > lineCharsMax) {
        yield parseLine(rest);
        rest = '';
      }
    }
  } catch (error) {
    // The reader went away, or the stream broke: both end the log; only the caller knows whether to ask again.
    if (!signal.aborted) {
      throw new AppError({
        code: 'cluster_unreachable',
        status: 502,
        message: 'The log stream was interrupted.',
        hint: 'Open it again.',
        cause: error,
      });
    }
    return;
  }
  if (rest !== '') yield parseLine(rest);
}

function parseLine(line: string): { time: string; text: string } {
  const match = /^(\d{4}-\d{2}-\d{2}T\S+) (.*)$/s.exec(line);
  return match === null ? { time: '', text: line } : { time: match[1]!, text: match[2]!.replace(/\r$/, '') };
}
