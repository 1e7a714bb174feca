import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** AES-256-GCM with a random nonce: nonce, tag, ciphertext. `context` is authenticated: a value cannot be moved elsewhere. */
export function seal(key: Buffer, plaintext: Uint8Array, context: string): Buffer {
  const iv = randomBytes(ivBytes);
  const sealing = createCipheriv(cipher, key, iv, { authTagLength: tagBytes });
  sealing.setAAD(Buffer.from(context));
  const body = Buffer.concat([sealing.update(plaintext), sealing.final()]);
  return Buffer.concat([iv, sealing.getAuthTag(), body]);
}

/** Inverse of {@link seal}; throws when the key, the context or a byte differs. */
export function unseal(key: Buffer, sealed: Uint8Array, context: string): Buffer {
  const bytes = Buffer.from(sealed);
  const opening = createDecipheriv(cipher, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
  opening.setAAD(Buffer.from(context));
  opening.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([opening.update(bytes.subarray(ivBytes + tagBytes)), opening.final()]);
}

/** Names a master key without telling it. */
export function masterKeyId(key: Buffer): string {
  return createHash('sha256').update('bowline-master-key').update(key).digest('hex').slice(0, 16);
}
