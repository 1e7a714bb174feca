import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: root,
  turbopack: {
    root,
    // Messages arrive parsed (lib/i18n/compiled.ts): the formatter without the parser is a third of the size.
    resolveAlias: { 'use-intl/format-message': 'use-intl/format-message/format-only' },
  },
  transpilePackages: ['@bowline/ui', '@bowline/contract', '@bowline/sync-engine'],
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // A test build that serves the gallery sits beside the normal one.
  distDir: process.env.BOWLINE_WEB_DIST ?? '.next',
  // Titles come with their page, not streamed after it: moving on never leaves the tab and screen readers without one.
  htmlLimitedBots: /.*/,
  // Lint and types have their own commands; the build must not need their tools.
  typescript: { ignoreBuildErrors: true },
};

export default config;
