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
  /** For a server at 127.0.0.1, ::1, localhost and these DNS names; `kube-apiserver` unless named. */
  issueServing(commonName?: string, dnsNames?: readonly string[]): Certificate;
  /** For a client: its user name, and its groups. */
  issueClient(commonName: string, organizations?: readonly string[]): Certificate;
}

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
/** Fixed, so that the certificates hold whatever clock the simulation runs by. */
const VALIDITY = sequence(utcTime('200101000000Z'), utcTime('491231235959Z'));
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const LOOPBACK = [Buffer.from([127, 0, 0, 1]), Buffer.from([...Array<number>(15).fill(0), 1])];

/** Makes a certificate authority with a fresh P-256 key. */
export function createAuthority(commonName: string): CertificateAuthority {
  const keys = newKeys();
  const issuer = name(commonName);
  const authorityKey = keyIdentifier(keys.publicKey);
  const seal = (subject: Buffer, publicKey: KeyObject, extensions: readonly Buffer[]): string => {
    const body = sequence(
      der(0xa0, integer(Buffer.from([2]))),
      integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
      ECDSA_WITH_SHA256,
      issuer,
      VALIDITY,
      subject,
      publicKey.export({ type: 'spki', format: 'der' }),
      der(0xa3, sequence(...extensions, extension('2.5.29.14', octets(keyIdentifier(publicKey))))),
    );
    return pem(sequence(body, ECDSA_WITH_SHA256, bits(sign('sha256', body, keys.privateKey))));
  };
  const issue = (subject: Buffer, usage: string, more: readonly Buffer[]): Certificate => {
    const own = newKeys();
    const certificate = seal(subject, own.publicKey, [
      // digitalSignature.
      extension('2.5.29.15', bits(Buffer.from([0x80]), 7), true),
      extension('2.5.29.37', sequence(oid(usage))),
      extension('2.5.29.35', sequence(der(0x80, authorityKey))),
      ...more,
    ]);
    return { certificate, key: String(own.privateKey.export({ type: 'pkcs8', format: 'pem' })) };
  };
  return {
    certificate: seal(issuer, keys.publicKey, [
      extension('2.5.29.19', sequence(boolean(true)), true),
      // keyCertSign and cRLSign.
      extension('2.5.29.15', bits(Buffer.from([0x06]), 1), true),
    ]),
    issueServing(server = 'kube-apiserver', dnsNames = []) {
      const hosts = ['localhost', ...dnsNames].map((host) => der(0x82, Buffer.from(host)));
      const addresses = LOOPBACK.map((address) => der(0x87, address));
      return issue(name(server), SERVER_AUTH, [extension('2.5.29.17', sequence(...hosts, ...addresses))]);
    },
    issueClient: (user, organizations) => issue(name(user, organizations), CLIENT_AUTH, []),
  };
}

function newKeys() {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
}

function name(commonName: string, organizations: readonly string[] = []): Buffer {
  const attribute = (type: string, value: string) => set(sequence(oid(type), utf8Text(value)));
  return sequence(...organizations.map((value) => attribute('2.5.4.10', value)), attribute('2.5.4.3', commonName));
}

function extension(identifier: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(identifier), ...(critical ? [boolean(true)] : []), octets(value));
}

function keyIdentifier(publicKey: KeyObject): Buffer {
  return createHash('sha1')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest();
}

function pem(content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
