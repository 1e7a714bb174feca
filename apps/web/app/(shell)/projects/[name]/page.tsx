import { redirect } from 'next/navigation';
import { urls } from '../../../../lib/urls.ts';

type Props = { params: Promise<{ name: string }> };

export default async function Page({ params }: Props) {
  redirect(urls.project(decodeURIComponent((await params).name)));
}
