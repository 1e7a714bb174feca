import { describe, expect, it } from 'vitest';
import { addressReader } from './client-address.ts';

describe('client address', () => {
  const read = addressReader(['127.0.0.1', '10.0.0.0/8']);
  it.each([
    ['198.51.100.7', undefined, '198.51.100.7'],
    ['198.51.100.7', '1.2.3.4', '198.51.100.7'],
    ['127.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['::ffff:127.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['127.0.0.1', '6.6.6.6, 198.51.100.7, 10.2.3.4', '198.51.100.7'],
    ['127.0.0.1', 'nonsense', '127.0.0.1'],
    ['127.0.0.1', undefined, '127.0.0.1'],
  ])('%s with %s is %s (X34)', (peer, header, expected) => expect(read(peer, header)).toBe(expected));
});
