'use client';
import type { CallOutput } from '@bowline/contract/client';
import { Notice } from '@bowline/ui/notice';
import { useTranslations } from 'use-intl';
import { Said } from '../i18n/sentences/said.tsx';

/** What exactly failed and what to do, or how fast it answered. */
export function ConnectionResult({ result }: { result: CallOutput<'testRepository'> }) {
  const t = useTranslations('registry');
  if (!result.ok) {
    return (
      <Notice tone="bad" role="status" title={t('testBad')}>
        <Said text={result.message} code={result.code} /> <Said text={result.hint} />{' '}
        <span className="mono text-fg-3">{result.code}</span>
      </Notice>
    );
  }
  return (
    <Notice tone="ok" role="status" title={t('testOk', { ms: Math.round(result.latencyMs) })}>
      {result.refs > 0 && t('testRefs', { count: result.refs, branch: result.defaultBranch })}{' '}
      {result.message}
    </Notice>
  );
}
