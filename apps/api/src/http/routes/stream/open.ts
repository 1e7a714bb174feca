import { streamBody } from '../../../events/sink.ts';
import { endpoint } from '../../endpoint.ts';
import { requireTopics } from './require-topics.ts';

/** The live stream. `?topics=a,b` subscribes at once; Last-Event-ID resumes the topics and the place of a broken stream. */
export const openStream = endpoint('openStream', async ({ principal, access, deps, http }) => {
  const topics = topicsOf(http.req.query('topics'));
  requireTopics(topics);
  let close = (): void => {};
  const { body, sink } = streamBody(() => close());
  const opened = await deps.hub.open(
    {
      principal,
      access,
      topics,
      lastEventId: http.req.header('last-event-id') ?? http.req.query('lastEventId'),
    },
    sink,
  );
  close = opened.close;
  if (http.req.raw.signal.aborted) close();
  else http.req.raw.signal.addEventListener('abort', close, { once: true });
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  });
});

function topicsOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((topic) => topic.trim())
    .filter((topic) => topic !== '' && topic.length <= 512)
    .slice(0, 100);
}
