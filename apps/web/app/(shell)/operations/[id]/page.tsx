import type { Metadata } from 'next';
import { Suspense } from 'react';
import { OperationPage } from '../../../../features/operation/operation-page.tsx';
import { getTranslator } from '../../../../lib/i18n/server.ts';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslator();
  return { title: `${t('operation.crumb')} ${decodeURIComponent((await params).id)}` };
}

export default async function Page({ params }: Props) {
  const id = decodeURIComponent((await params).id);
  return (
    <Suspense>
      <OperationPage key={id} id={id} />
    </Suspense>
  );
}
