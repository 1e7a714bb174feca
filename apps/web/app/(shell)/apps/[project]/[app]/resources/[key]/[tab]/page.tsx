import { ResourceDrawer } from '../../../../../../../../features/resources/resource-drawer.tsx';
import { appRefOf } from '../../../../../../../../lib/app-params.ts';

type Props = { params: Promise<{ project: string; app: string; key: string; tab: string }> };

export default async function Page({ params }: Props) {
  const { key, tab } = await params;
  return <ResourceDrawer app={await appRefOf(params)} id={decodeURIComponent(key)} tab={tab} />;
}
