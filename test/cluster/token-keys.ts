import { generateKeyPairSync } from 'node:crypto';

/** The pair of keys that service account tokens are signed and verified with; PEM. */
export function createTokenKeys(): { readonly privateKey: string; readonly publicKey: string } {
  const keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return {
    // RFC 5915: the only form in which the control plane reads a private EC key.
    privateKey: String(keys.privateKey.export({ type: 'sec1', format: 'pem' })),
    publicKey: String(keys.publicKey.export({ type: 'spki', format: 'pem' })),
  };
}
