// Loaded into the server under measurement: answers its parent with how many processes it has started and its memory.
import { subscribe } from 'node:diagnostics_channel';

let processes = 0;
subscribe('child_process', () => {
  processes += 1;
});
process.on('message', () => process.send?.({ processes, rssBytes: process.memoryUsage().rss }));
process.channel?.unref();
