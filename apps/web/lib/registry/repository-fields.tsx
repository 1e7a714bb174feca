'use client';
import { Checkbox, Field, Fieldset, Input, Radio, TextArea } from '@bowline/ui/field';
import { useTranslations } from 'use-intl';
import {
  asType,
  credentialKindsOf,
  repositoryName,
  repositoryProblems,
  repositoryTypes,
  type CredentialKind,
  type RepositoryDraft,
} from './repository-draft.ts';

type RepositoryFieldsProps = {
  draft: RepositoryDraft;
  onChange: (draft: RepositoryDraft) => void;
  /** After a first try: what is missing is marked. */
  isTried: boolean;
  /** When an existing one is edited: its name is fixed and its credential may be kept. */
  saved?: { credential: CredentialKind; hasWebhookSecret: boolean };
};

/** Address, credential and, folded, the rarer options of a repository. */
export function RepositoryFields({ draft, onChange, isTried, saved }: RepositoryFieldsProps) {
  const t = useTranslations('registry');
  const set = (part: Partial<RepositoryDraft>) => onChange({ ...draft, ...part });
  const problems = isTried ? repositoryProblems(draft) : [];
  const own = credentialKindsOf(draft.type);
  const kinds = saved ? (['keep', ...own] as const) : own;
  const isGit = draft.type === 'git';
  return (
    <div className="flex flex-col gap-4">
      {!saved && (
        <Fieldset legend={t('repo.type')} isBordered>
          {repositoryTypes.map((type) => (
            <Radio
              key={type}
              name="repository-type"
              label={t(`repo.types.${type}`)}
              checked={draft.type === type}
              onChange={() => onChange(asType(draft, type))}
            />
          ))}
        </Fieldset>
      )}
      <Field
        label={t('repo.url')}
        hint={t(`repo.urlHints.${draft.type}`)}
        isRequired
        error={problems.includes('url') ? t('required') : undefined}
      >
        <Input
          isMono
          value={draft.url}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => set({ url: event.target.value })}
        />
      </Field>
      {!saved && (
        <Field
          label={t('name')}
          hint={t('nameHint')}
          error={problems.includes('name') ? t('nameError') : undefined}
        >
          <Input
            value={draft.name}
            placeholder={repositoryName(draft)}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => set({ name: event.target.value })}
          />
        </Field>
      )}
      <Fieldset legend={t('repo.credential')} isBordered>
        {kinds.map((kind) => (
          <Radio
            key={kind}
            name="repository-credential"
            label={
              kind === 'keep'
                ? t('repo.kind.keep', { kind: t(`repo.word.${saved?.credential ?? 'none'}`) })
                : t(`repo.kind.${kind}`)
            }
            checked={draft.kind === kind}
            onChange={() => set({ kind })}
          />
        ))}
      </Fieldset>
      <Secrets draft={draft} problems={problems} set={set} />
      <details className="text-sm">
        <summary className="font-medium">{t('advanced')}</summary>
        <div className="flex flex-col gap-4 pt-3">
          <Field label={t('repo.poll')} hint={t('repo.pollHint')}>
            <Input
              inputMode="numeric"
              value={draft.pollSeconds}
              onChange={(event) => set({ pollSeconds: event.target.value })}
            />
          </Field>
          {isGit && (
            <>
              <Field
                label={t('repo.webhookSecret')}
                hint={
                  saved?.hasWebhookSecret
                    ? t('repo.webhookSet')
                    : t('repo.webhookHint', { path: '/api/v1/webhooks/github' })
                }
              >
                <Input
                  type="password"
                  autoComplete="new-password"
                  value={draft.webhookSecret}
                  onChange={(event) => set({ webhookSecret: event.target.value })}
                />
              </Field>
              <Field label={t('repo.proxy')}>
                <Input
                  isMono
                  value={draft.proxy}
                  spellCheck={false}
                  onChange={(event) => set({ proxy: event.target.value })}
                />
              </Field>
            </>
          )}
          <Field label={t('repo.ca')}>
            <TextArea
              isMono
              rows={3}
              value={draft.caPem}
              spellCheck={false}
              onChange={(event) => set({ caPem: event.target.value })}
            />
          </Field>
          <Checkbox
            label={t('repo.insecure')}
            hint={t('repo.insecureHint')}
            checked={draft.insecure}
            onChange={(event) => set({ insecure: event.target.checked })}
          />
        </div>
      </details>
    </div>
  );
}

type SecretsProps = {
  draft: RepositoryDraft;
  problems: readonly string[];
  set: (part: Partial<RepositoryDraft>) => void;
};

function Secrets({ draft, problems, set }: SecretsProps) {
  const t = useTranslations('registry');
  const error = (field: string) => (problems.includes(field) ? t('required') : undefined);
  if (draft.kind === 'basic') {
    return (
      <div className="flex flex-wrap gap-4">
        <Field label={t('repo.username')} className="min-w-[200px] flex-1">
          <Input
            value={draft.username}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => set({ username: event.target.value })}
          />
        </Field>
        <Field
          label={t('repo.password')}
          hint={t('repo.secretHint')}
          error={error('password')}
          className="min-w-[200px] flex-1"
        >
          <Input
            type="password"
            autoComplete="new-password"
            value={draft.password}
            onChange={(event) => set({ password: event.target.value })}
          />
        </Field>
      </div>
    );
  }
  if (draft.kind === 'bearer') {
    return (
      <Field label={t('repo.token')} hint={t('repo.secretHint')} error={error('token')}>
        <Input
          type="password"
          autoComplete="new-password"
          value={draft.token}
          onChange={(event) => set({ token: event.target.value })}
        />
      </Field>
    );
  }
  if (draft.kind === 'ssh') {
    return (
      <>
        <Field label={t('repo.privateKey')} hint={t('repo.secretHint')} error={error('privateKey')}>
          <TextArea
            isMono
            rows={5}
            spellCheck={false}
            value={draft.privateKey}
            onChange={(event) => set({ privateKey: event.target.value })}
          />
        </Field>
        <Field label={t('repo.knownHosts')} hint={t('repo.knownHostsHint')} error={error('knownHosts')}>
          <TextArea
            isMono
            rows={2}
            spellCheck={false}
            value={draft.knownHosts}
            onChange={(event) => set({ knownHosts: event.target.value })}
          />
        </Field>
      </>
    );
  }
  return null;
}
