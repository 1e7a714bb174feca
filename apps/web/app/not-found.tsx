import { NotFoundPanel } from '../features/shell/not-found-panel.tsx';

export default function NotFound() {
  return (
    <main>
      <NotFoundPanel />
    </main>
  );
}
