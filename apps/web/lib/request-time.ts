import { cache } from 'react';

/** Epoch ms, the same for everything rendered in one request. */
export const requestTime = cache(() => Date.now());
