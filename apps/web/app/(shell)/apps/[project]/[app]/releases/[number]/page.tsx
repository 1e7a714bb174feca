import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { ReleasePage } from '../../../../../../../features/history/release-page.tsx';
import { appRefOf } from '../../../../../../../lib/app-params.ts';
import { getTranslator } from '../../../../../../../lib/i18n/server.ts';

type Props = { params: Promise<{ project: string; app: string; number: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const number = Number((await params).number);
  const { name } = await appRefOf(params);
  return { title: `${(await getTranslator())('history.release.title', { number })} · ${name}` };
}

export default async function Page({ params }: Props) {
  const number = Number((await params).number);
  if (!Number.isInteger(number) || number < 1) notFound();
  return (
    <Suspense>
      <ReleasePage key={number} app={await appRefOf(params)} number={number} />
    </Suspense>
  );
}
