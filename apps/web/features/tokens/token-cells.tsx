'use client';
import { formatDateTime } from '@bowline/ui/format-time';
import { RelativeTime } from '@bowline/ui/relative-time';
import { Tag } from '@bowline/ui/tag';
import { useLocale, useTranslations } from 'use-intl';
import { useNow } from '../../lib/now.tsx';
import { tokenState, type Token } from './token.ts';

export function NameCell({ token }: { token: Token }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <span className="truncate font-medium" title={token.name}>
        {token.name}
      </span>
      <span className="mono text-fg-3">{token.prefix}…</span>
    </span>
  );
}

/** Role or permissions, and the Project it is limited to. */
export function RightsCell({ token }: { token: Token }) {
  const t = useTranslations('account');
  const text = token.role
    ? t(`role.${token.role as 'viewer'}`)
    : t('tokens.permissionCount', { count: token.permissions.length });
  return (
    <span className="flex min-w-0 items-center gap-2" title={token.permissions.join(', ') || undefined}>
      <span className="truncate">{text}</span>
      {token.project && <Tag icon="folder">{token.project}</Tag>}
    </span>
  );
}

export function ExpiryCell({ token }: { token: Token }) {
  const t = useTranslations('account.tokens');
  const locale = useLocale();
  const now = useNow();
  const state = tokenState(token, now);
  const time = <RelativeTime value={token.expiresAt} now={now} locale={locale} style="relative" />;
  return (
    <span className="flex items-center gap-2">
      {time}
      {state !== 'valid' && <Tag tone={state === 'expired' ? 'bad' : 'warn'}>{t(`state.${state}`)}</Tag>}
    </span>
  );
}

/** When, from where and with what it was used last. */
export function LastUsedCell({ token }: { token: Token }) {
  const t = useTranslations('account.tokens');
  const locale = useLocale();
  const now = useNow();
  if (!token.lastUsedAt) return <span className="text-fg-3">{t('neverUsed')}</span>;
  const where = [token.lastUsedIp, token.lastUsedAgent].filter(Boolean).join(' · ');
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <RelativeTime value={token.lastUsedAt} now={now} locale={locale} style="relative" />
      <span
        className="truncate text-xs text-fg-3"
        title={`${formatDateTime(token.lastUsedAt, locale)} · ${where}`}
      >
        {where}
      </span>
    </span>
  );
}
