'use client';

/** The very last resort: the root layout itself failed, so nothing of it can be used. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <body style={{ fontFamily: 'system-ui, sans-serif', padding: 32, maxWidth: 640 }}>
        <h1>Bowline could not show this page</h1>
        <p>{error.message}</p>
        {error.digest && <p>Request {error.digest}</p>}
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  );
}
