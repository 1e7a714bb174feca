'use client';
import { PageFailed } from '../features/shell/page-failed.tsx';

export default function RootError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return <PageFailed error={error} reset={reset} />;
}
