/** Of every transaction, in ms: to get a connection, and to end. Long, for a busy machine; a transaction that hangs still ends. */
export const transactionLimits = { maxWait: 15_000, timeout: 60_000 };
