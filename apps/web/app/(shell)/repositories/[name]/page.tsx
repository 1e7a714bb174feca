import type { Metadata } from 'next';
import { Suspense } from 'react';
import { RepoPage } from '../../../../features/repos/repo-page.tsx';
import { getTranslator } from '../../../../lib/i18n/server.ts';

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const name = decodeURIComponent((await params).name);
  return { title: `${name} · ${(await getTranslator())('registry.repo.title')}` };
}

export default async function Page({ params }: Props) {
  const name = decodeURIComponent((await params).name);
  return (
    <Suspense>
      <RepoPage key={name} name={name} />
    </Suspense>
  );
}
