import { expect, it } from 'vitest';
import { contentSecurityPolicy } from './security-headers.ts';

it('allows scripts and styles by nonce alone and no framing', () => {
  const policy = contentSecurityPolicy({ nonce: 'abc', isDevelopment: false });
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  expect(policy).toContain("style-src 'self' 'nonce-abc';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
});
