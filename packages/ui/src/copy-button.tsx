'use client';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from './button.tsx';

/** Copies a value; the icon becomes a tick for two seconds and the name says so. */
export function CopyButton({
  value,
  label,
  copiedLabel,
  size = 'sm',
}: {
  value: string;
  label: string;
  copiedLabel: string;
  size?: 'md' | 'sm';
}) {
  const [isCopied, setIsCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setIsCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setIsCopied(false), 2000);
  };
  return (
    <>
      <IconButton icon={isCopied ? 'check' : 'copy'} label={label} size={size} onClick={() => void copy()} />
      <span role="status" className="sr-only">
        {isCopied ? copiedLabel : ''}
      </span>
    </>
  );
}
