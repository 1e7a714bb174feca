import type { CallInput } from '@bowline/contract/client';
import { isSame, mergeForm } from '../form/merge-form.ts';
import { keptMetadata, type SavedObject } from './kept-metadata.ts';
import { isName, nameFrom } from './names.ts';

export type RepositoryBody = CallInput<'createRepository'>['body'];
export const credentialKinds = ['none', 'basic', 'bearer', 'ssh'] as const;
export type CredentialKind = (typeof credentialKinds)[number];
export const repositoryTypes = ['git', 'helm', 'oci'] as const;
export type RepositoryType = (typeof repositoryTypes)[number];

/** The form's state. `keep` leaves a saved credential as it is. */
export type RepositoryDraft = {
  name: string;
  type: RepositoryType;
  url: string;
  kind: CredentialKind | 'keep';
  username: string;
  password: string;
  token: string;
  privateKey: string;
  knownHosts: string;
  insecure: boolean;
  caPem: string;
  proxy: string;
  pollSeconds: string;
  webhookSecret: string;
};

export const emptyRepository: RepositoryDraft = {
  name: '',
  type: 'git',
  url: '',
  kind: 'none',
  username: '',
  password: '',
  token: '',
  privateKey: '',
  knownHosts: '',
  insecure: false,
  caPem: '',
  proxy: '',
  pollSeconds: '180',
  webhookSecret: '',
};

type Problem = 'name' | 'url' | 'password' | 'token' | 'privateKey' | 'knownHosts';

/** The name that is used: what was typed, else the end of the address. */
export function repositoryName(draft: RepositoryDraft): string {
  return draft.name || nameFrom(draft.url);
}

/** The draft as one of another type: what that type cannot have is dropped. */
export function asType(draft: RepositoryDraft, type: RepositoryType): RepositoryDraft {
  if (type === 'git') return { ...draft, type };
  const kind = draft.kind === 'ssh' ? 'none' : draft.kind;
  return { ...draft, type, kind, proxy: '', webhookSecret: '' };
}

/** The draft once `sent` is saved as `saved`: what was typed since stays, a credential as a whole, since half of one is none. */
export function draftAfterSave(
  sent: RepositoryDraft,
  draft: RepositoryDraft,
  saved: RepositoryDraft,
): RepositoryDraft {
  const { merged } = mergeForm(sent, draft, saved);
  const { kind, username, password, token, privateKey, knownHosts } = draft;
  const typed = { kind, username, password, token, privateKey, knownHosts };
  return isSame({ ...sent, ...typed }, sent) ? merged : { ...merged, ...typed };
}

/** Credentials that a type of repository can be reached with. */
export function credentialKindsOf(type: RepositoryType): readonly CredentialKind[] {
  return type === 'git' ? credentialKinds : credentialKinds.filter((kind) => kind !== 'ssh');
}

/** Fields that are missing or wrong; empty when the draft can be tested and saved. */
export function repositoryProblems(draft: RepositoryDraft): Problem[] {
  const problems: Problem[] = [];
  if (!isName(repositoryName(draft))) problems.push('name');
  if (draft.url.trim() === '') problems.push('url');
  if (draft.kind === 'basic' && draft.password === '') problems.push('password');
  if (draft.kind === 'bearer' && draft.token === '') problems.push('token');
  if (draft.kind === 'ssh' && draft.privateKey.trim() === '') problems.push('privateKey');
  if (draft.kind === 'ssh' && draft.knownHosts.trim() === '') problems.push('knownHosts');
  return problems;
}

/** The request that says the draft; secrets that were not typed are left out. */
export function repositoryBody(draft: RepositoryDraft, saved?: SavedObject): RepositoryBody {
  const credential = credentialOf(draft);
  return {
    metadata: { ...keptMetadata(saved), name: repositoryName(draft) },
    spec: {
      ...(draft.type === 'git' ? {} : { type: draft.type }),
      url: draft.url.trim(),
      ...(draft.insecure ? { insecureSkipTlsVerify: true } : {}),
      ...(draft.caPem.trim() ? { caPem: draft.caPem } : {}),
      ...(draft.proxy.trim() ? { proxy: draft.proxy.trim() } : {}),
      ...(/^\d+$/.test(draft.pollSeconds) ? { pollSeconds: Number(draft.pollSeconds) } : {}),
    },
    ...(credential ? { credential } : {}),
    ...(draft.webhookSecret === '' ? {} : { webhookSecret: draft.webhookSecret }),
  };
}

function credentialOf(draft: RepositoryDraft): RepositoryBody['credential'] {
  switch (draft.kind) {
    case 'keep':
      return undefined;
    case 'none':
      return { kind: 'none' };
    case 'basic':
      return { kind: 'basic', username: draft.username, password: draft.password };
    case 'bearer':
      return { kind: 'bearer', token: draft.token };
    case 'ssh':
      // A key without its last line end is refused by ssh.
      return { kind: 'ssh', privateKey: `${draft.privateKey.trim()}\n`, knownHosts: draft.knownHosts };
  }
}
