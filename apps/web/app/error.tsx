'use client';
export { FrameFailed as default } from '../features/shell/frame-failed.tsx';
