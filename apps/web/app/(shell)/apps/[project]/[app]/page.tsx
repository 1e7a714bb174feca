import { redirect } from 'next/navigation';
import { appRefOf, type AppParams } from '../../../../../lib/app-params.ts';
import { urls } from '../../../../../lib/urls.ts';

export default async function Page({ params }: AppParams) {
  redirect(urls.app(await appRefOf(params)));
}
