/** Why a replica cannot do its work now; the message is shown to whoever asks /readyz. */
export class NotReady extends Error {}
