import { describe, expect, it } from 'vitest';
import { parseBlock, readEvents } from './read-events.ts';

describe('server-sent events', () => {
  it('are parsed with name and joined data lines', () => {
    expect(parseBlock('event: line\ndata: a\ndata: b')).toEqual({ event: 'line', data: 'a\nb' });
    expect(parseBlock(': keep-alive')).toBeNull();
  });
  it('are read across chunk borders', async () => {
    const chunks = ['event: li', 'ne\ndata: {"n":1}\n', '\nevent: end\ndata: {}\n\n'];
    const stream = new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
        controller.close();
      },
    });
    const read = [];
    for await (const event of readEvents(new Response(stream))) read.push(event.event);
    expect(read).toEqual(['line', 'end']);
  });
});
