import { notFound } from 'next/navigation';
import { Gallery } from '../../features/gallery/gallery.tsx';

/** Every component in its states, for eyes and screenshots; exists only where a test asks for it. */
export default function Page() {
  if (process.env.BOWLINE_GALLERY !== '1') notFound();
  return <Gallery />;
}
