/** Where the text of a stream goes. `write` is false when the reader is gone or too slow to go on. */
export type Sink = { write(text: string): boolean; end(): void };

const bufferedChunksMax = 1_000;

/** A body that a response can stream, and the sink that fills it. A reader that stays behind loses the stream, not us memory. */
export function streamBody(onCancel: () => void): { body: ReadableStream<Uint8Array>; sink: Sink } {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let isEnded = false;
  const body = new ReadableStream<Uint8Array>(
    {
      start(started) {
        controller = started;
      },
      cancel() {
        isEnded = true;
        onCancel();
      },
    },
    { highWaterMark: bufferedChunksMax },
  );
  const sink: Sink = {
    write(text) {
      if (isEnded || !controller || (controller.desiredSize ?? 0) <= 0) return false;
      controller.enqueue(encoder.encode(text));
      return true;
    },
    end() {
      if (isEnded) return;
      isEnded = true;
      controller?.close();
    },
  };
  return { body, sink };
}
