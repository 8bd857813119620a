import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { bits, boolean, der, integer, octets, oid, sequence, set, utcTime, utf8Text } from './der.ts';

export interface Certificate {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly key: string;
}

export interface CertificateAuthority {
  /** PEM. */
  readonly certificate: string;
  /** A serving certificate for 127.0.0.1, ::1 and localhost. */
  issueServing(): Certificate;
}

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
/** Fixed, so that the certificates hold whatever clock the simulation runs by. */
const VALIDITY = sequence(utcTime('200101000000Z'), utcTime('491231235959Z'));

/** Makes a certificate authority with a fresh P-256 key. */
export function createAuthority(commonName: string): CertificateAuthority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const issuer = name(commonName);
  const issue = (subject: Buffer, publicKey: KeyObject, extensions: readonly Buffer[]): string => {
    const subjectKey = publicKey.export({ type: 'spki', format: 'der' });
    const body = sequence(
      der(0xa0, integer(Buffer.from([2]))),
      integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
      ECDSA_WITH_SHA256,
      issuer,
      VALIDITY,
      subject,
      subjectKey,
      der(0xa3, sequence(...extensions, extension('2.5.29.14', octets(keyIdentifier(subjectKey))))),
    );
    return pem(sequence(body, ECDSA_WITH_SHA256, bits(sign('sha256', body, keys.privateKey))));
  };
  const authorityKey = keyIdentifier(keys.publicKey.export({ type: 'spki', format: 'der' }));
  return {
    certificate: issue(issuer, keys.publicKey, [
      extension('2.5.29.19', sequence(boolean(true)), true),
      // keyCertSign and cRLSign.
      extension('2.5.29.15', bits(Buffer.from([0x06]), 1), true),
    ]),
    issueServing() {
      const serving = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
      const certificate = issue(name('kube-apiserver'), serving.publicKey, [
        extension('2.5.29.15', bits(Buffer.from([0x80]), 7), true),
        extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
        extension('2.5.29.35', sequence(der(0x80, authorityKey))),
        extension(
          '2.5.29.17',
          sequence(
            der(0x82, Buffer.from('localhost')),
            der(0x87, Buffer.from([127, 0, 0, 1])),
            der(0x87, Buffer.from([...Array<number>(15).fill(0), 1])),
          ),
        ),
      ]);
      return { certificate, key: String(serving.privateKey.export({ type: 'pkcs8', format: 'pem' })) };
    },
  };
}

function name(commonName: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), utf8Text(commonName))));
}

function extension(identifier: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(identifier), ...(critical ? [boolean(true)] : []), octets(value));
}

function keyIdentifier(subjectPublicKeyInfo: Buffer): Buffer {
  return createHash('sha1').update(subjectPublicKeyInfo).digest();
}

function pem(content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
