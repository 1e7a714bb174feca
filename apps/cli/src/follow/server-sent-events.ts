export type ServerSentEvent = { event: string; data: string };

/** Events of a text/event-stream body, as they come. */
export async function* serverSentEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    // A line end may be cut in two between chunks, so a trailing \r waits for what follows.
    text += decoder.decode(chunk, { stream: true });
    let end = /\r?\n\r?\n/.exec(text);
    while (end !== null) {
      const event = parseEvent(text.slice(0, end.index));
      text = text.slice(end.index + end[0].length);
      if (event !== undefined) yield event;
      end = /\r?\n\r?\n/.exec(text);
    }
  }
}

function parseEvent(block: string): ServerSentEvent | undefined {
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    if (line.startsWith('event:')) event = line.slice(6).trim();
    else if (line.startsWith('data:')) data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
  }
  return data.length === 0 ? undefined : { event, data: data.join('\n') };
}
