'use client';
import { Button } from '@bowline/ui/button';
import { Field, Input } from '@bowline/ui/field';
import { Notice } from '@bowline/ui/notice';
import { ApiError } from '@bowline/contract/client';
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { safeReturnTo } from '../../lib/urls.ts';
import { AuthFrame } from './auth-frame.tsx';

type Problems = { next?: string; repeat?: string; form?: string; requestId?: string };

/** Setting a new password: forced after a one-time password, or by choice. */
export function PasswordPage({
  isForced,
  user,
  returnTo,
  version,
}: {
  isForced: boolean;
  user: string;
  returnTo: string;
  version: string;
}) {
  const t = useTranslations('auth.passwordPage');
  const tCommon = useTranslations('common');
  const [problems, setProblems] = useState<Problems>({});
  const [isBusy, setIsBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [current, next, repeat] = ['current', 'next', 'repeat'].map((name) =>
      String(form.get(name) ?? ''),
    ) as [string, string, string]; // three names, three values
    const found: Problems = {
      next:
        next.length < 12 ? t('tooShort', { count: next.length }) : next === current ? t('same') : undefined,
      repeat: next !== repeat ? t('differs') : undefined,
    };
    setProblems(found);
    if (found.next || found.repeat) return;
    setIsBusy(true);
    try {
      await api.call('changePassword', { body: { current, next } });
      location.assign(safeReturnTo(returnTo));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblems({ form: error.problem.detail || error.problem.title, requestId: error.problem.requestId });
      setIsBusy(false);
    }
  };
  return (
    <AuthFrame version={version}>
      <div>
        <h1>{t('title')}</h1>
        <p className="mt-1 text-sm text-fg-2">{t(isForced ? 'forced' : 'text')}</p>
      </div>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {problems.form && (
          <Notice tone="bad" role="alert" title={problems.form}>
            {problems.requestId && (
              <>
                {tCommon('requestId')} <span className="mono">{problems.requestId}</span>
              </>
            )}
          </Notice>
        )}
        {/* Password managers need the name to save under. */}
        <input type="text" name="username" autoComplete="username" defaultValue={user} hidden readOnly />
        <Field label={t(isForced ? 'currentOneTime' : 'current')} isRequired>
          <Input name="current" type="password" autoComplete="current-password" />
        </Field>
        <Field label={t('next')} hint={t('nextHint')} error={problems.next} isRequired>
          <Input name="next" type="password" autoComplete="new-password" />
        </Field>
        <Field label={t('repeat')} error={problems.repeat} isRequired>
          <Input name="repeat" type="password" autoComplete="new-password" />
        </Field>
        <Button type="submit" variant="primary" block isBusy={isBusy}>
          {t('submit')}
        </Button>
      </form>
    </AuthFrame>
  );
}
