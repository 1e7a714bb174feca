import { describe, expect, it, vi } from 'vitest';
import { SessionGate } from './gate.ts';

const answer = (status: number) => new Response(null, { status });

describe('SessionGate (C23, checklist 65)', () => {
  it('holds requests after the first 401 and repeats them once after signing in again', async () => {
    let isSignedIn = false;
    const send = vi.fn(async () => answer(isSignedIn ? 200 : 401));
    const gate = new SessionGate(send);
    const first = gate.fetch('/a');
    await vi.waitFor(() => expect(gate.isExpired).toBe(true));
    const second = gate.fetch('/b');
    await Promise.resolve();
    expect(send).toHaveBeenCalledTimes(1);
    isSignedIn = true;
    gate.renew();
    expect((await first).status).toBe(200);
    expect((await second).status).toBe(200);
    expect(send).toHaveBeenCalledTimes(3);
  });
  it('tells listeners when the session ends and when it is renewed', async () => {
    const gate = new SessionGate(async () => answer(200));
    const heard: boolean[] = [];
    gate.subscribe((isExpired) => heard.push(isExpired));
    const waiting = gate.expire();
    await Promise.resolve();
    gate.renew();
    await waiting;
    expect(heard).toEqual([true, false]);
  });
});
