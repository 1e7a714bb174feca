import { redirect } from 'next/navigation';
import { urls } from '../../../lib/urls.ts';

export default function Page() {
  redirect(urls.me('tokens'));
}
