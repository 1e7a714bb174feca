import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ClusterPage } from '../../../../features/clusters/cluster-page.tsx';
import { getTranslator } from '../../../../lib/i18n/server.ts';

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const name = decodeURIComponent((await params).name);
  return { title: `${name} · ${(await getTranslator())('registry.cluster.title')}` };
}

export default async function Page({ params }: Props) {
  const name = decodeURIComponent((await params).name);
  return (
    <Suspense>
      <ClusterPage key={name} name={name} />
    </Suspense>
  );
}
