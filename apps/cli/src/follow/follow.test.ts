import type { Operation } from '@bowline/contract';
import { describe, expect, it } from 'vitest';
import { createStyle } from '../output/style.ts';
import { Progress } from './progress.ts';
import { serverSentEvents } from './server-sent-events.ts';

type Step = Operation['steps'][number];

const step = (index: number, state: Step['state'], message = ''): Step => ({
  index,
  phase: 'Sync',
  wave: 0,
  action: 'apply',
  creates: false,
  key: { group: '', kind: 'ConfigMap', namespace: 'a', name: `c${index}` },
  state,
  attempt: 1,
  message,
  startedAt: null,
  finishedAt: null,
});
const operation = (phase: Operation['phase'], steps: Step[], waitingFor = '') =>
  ({ phase, steps, waitingFor, message: '' }) as unknown as Operation; // what progress looks at

function follow(isTerminal: boolean): string {
  let text = '';
  const io = { err: (part: string) => void (text += part), isTerminal, columns: 40 };
  const progress = new Progress(io, createStyle({ env: {}, isTerminal: false }, true));
  progress.show(operation('Running', [step(0, 'running'), step(3, 'waiting')]));
  progress.show(operation('Running', [step(0, 'done', 'created'), step(3, 'running')]));
  progress.show(operation('Running', [step(0, 'done', 'created'), step(3, 'running')]));
  progress.show(operation('Failed', [step(0, 'done', 'created'), step(3, 'failed', 'no\u001b[31m')]));
  progress.end();
  return text;
}

describe('progress', () => {
  it('is a line for each change where there is no terminal', () => {
    expect(follow(false).split('\n')).toEqual([
      'running  1/2 Sync wave 0: apply ConfigMap a/c0',
      'Running 0/2: Sync wave 0: apply ConfigMap a/c0',
      'done     1/2 Sync wave 0: apply ConfigMap a/c0  created',
      'running  2/2 Sync wave 0: apply ConfigMap a/c3',
      'failed   2/2 Sync wave 0: apply ConfigMap a/c3  no [31m',
      'Failed 2/2',
      '',
    ]);
  });
  it('rewrites one line on a terminal and leaves only what has ended', () => {
    const clear = '\r\u001b[K';
    const left = follow(true)
      .split('\n')
      .map((line) => line.slice(line.lastIndexOf(clear) + (line.includes(clear) ? clear.length : 0)));
    expect(left).toEqual([
      'done     1/2 Sync wave 0: apply ConfigMap a/c0  created',
      'failed   2/2 Sync wave 0: apply ConfigMap a/c3  no [31m',
      '',
    ]);
  });
});

async function eventsOf(parts: string[]) {
  async function* body() {
    for (const part of parts) yield new TextEncoder().encode(part);
  }
  const events = [];
  for await (const event of serverSentEvents(body())) events.push(event);
  return events;
}

it('reads server-sent events however they are cut', async () => {
  const text = ': hi\n\nevent: line\ndata: {"a":1}\n\ndata: x\r\ndata: y\r\n\r\nevent: end\ndata: {}\n\n';
  const expected = [
    { event: 'line', data: '{"a":1}' },
    { event: 'message', data: 'x\ny' },
    { event: 'end', data: '{}' },
  ];
  expect(await eventsOf([text])).toEqual(expected);
  expect(await eventsOf([...text])).toEqual(expected);
});
