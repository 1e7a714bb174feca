import { redirect } from 'next/navigation';
import { appRefOf } from '../../../../../../../lib/app-params.ts';
import { urls } from '../../../../../../../lib/urls.ts';

type Props = { params: Promise<{ project: string; app: string; key: string }> };

export default async function Page({ params }: Props) {
  redirect(urls.resource(await appRefOf(params), decodeURIComponent((await params).key)));
}
