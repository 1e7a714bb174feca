import { notFound } from 'next/navigation';
import { DataProviders } from '../../features/shell/data-providers.tsx';
import { requestTime } from '../../lib/request-time.ts';
import { Gallery } from '../../features/gallery/gallery.tsx';

/** Every component in its states, for eyes and screenshots; exists only where a test asks for it. */
export default function Page() {
  if (process.env.BOWLINE_GALLERY !== '1') notFound();
  return (
    <DataProviders now={requestTime()}>
      <Gallery />
    </DataProviders>
  );
}
