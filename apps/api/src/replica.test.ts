import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { hasReplicaEnded, nameReplica } from './replica.ts';

const linux = process.platform === 'linux';
const changed = (name: string, field: number, value: string): string =>
  name
    .split('|')
    .map((part, index) => (index === field ? value : part))
    .join('|');

describe.runIf(linux)('the name of a replica', () => {
  it('is new at every start and of a process that lives', () => {
    expect(nameReplica('a')).not.toBe(nameReplica('b'));
    expect(hasReplicaEnded(nameReplica('a'))).toBe(false);
  });

  it('tells a killed process, and another one that got its number', async () => {
    const child = spawn('sleep', ['60']);
    const name = changed(nameReplica('a'), 2, String(child.pid));
    expect(hasReplicaEnded(name), 'its number belongs to a process of another age').toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(hasReplicaEnded(name)).toBe(true);
  });

  it.each([
    ['another machine or container', 1, 'another/boot/host'],
    ['no process number', 2, '0'],
    ['a number that is none', 2, 'one'],
  ])('never tells that a replica has ended: %s', (_, field, value) => {
    expect(hasReplicaEnded(changed(nameReplica('a'), field, value))).toBe(false);
  });

  it('knows nothing of names of other versions', () => {
    expect(hasReplicaEnded('0a1b2c3d-0000-4000-8000-000000000000')).toBe(false);
    expect(hasReplicaEnded('')).toBe(false);
  });
});
