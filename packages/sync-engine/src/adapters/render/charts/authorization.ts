import type { ChartRepository } from '../../../ports/charts.ts';

/** As a packaged chart may be at most, in bytes. */
export const archiveBytesMax = 64 * 1024 * 1024;

/** The header that a repository's credential stands for. */
export function authorizationOf(repository: ChartRepository): { authorization?: string } {
  const { credential } = repository;
  switch (credential.kind) {
    case 'none':
      return {};
    case 'bearer':
      return { authorization: `Bearer ${credential.token}` };
    case 'basic': {
      const pair = Buffer.from(`${credential.username}:${credential.password}`).toString('base64');
      return { authorization: `Basic ${pair}` };
    }
  }
}
