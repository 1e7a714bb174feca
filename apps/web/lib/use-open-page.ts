'use client';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';

/**
 * Opens a page. `isOpening` until it is there, so that nobody asks twice meanwhile; false again when it never comes, because
 * another page or the one before was asked for.
 */
export function useOpenPage() {
  const router = useRouter();
  const [isOpening, startOpening] = useTransition();
  return { isOpening, open: (href: string) => startOpening(() => router.push(href)) };
}
