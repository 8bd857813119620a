import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createAuthority } from '../../../simulator/cluster/certificate.ts';
import { integer, octets, oid } from '../../../simulator/cluster/der.ts';

describe('createAuthority', () => {
  it('signs a serving certificate for loopback that Node accepts', () => {
    const authority = createAuthority('one');
    const root = new X509Certificate(authority.certificate);
    const serving = new X509Certificate(authority.issueServing().certificate);
    expect(root.ca).toBe(true);
    expect(serving.ca).toBe(false);
    expect(serving.verify(root.publicKey)).toBe(true);
    expect(serving.checkIssued(root)).toBe(true);
    expect(serving.checkHost('localhost')).toBe('localhost');
    expect(serving.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(serving.checkIP('::1')).toBeDefined();
    expect(serving.checkIP('127.0.0.2')).toBeUndefined();
    expect(Date.parse(serving.validTo)).toBe(Date.UTC(2049, 11, 31, 23, 59, 59));
  });

  it('signs for the names it is given', () => {
    const authority = createAuthority('one');
    const serving = new X509Certificate(authority.issueServing('metrics', ['metrics.ops.svc']).certificate);
    expect(serving.subject).toBe('CN=metrics');
    expect(serving.subjectAltName).toBe(
      'DNS:localhost, DNS:metrics.ops.svc, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    );
    expect(new X509Certificate(authority.issueServing().certificate).subject).toBe('CN=kube-apiserver');
  });

  it('signs a client with its user and groups', () => {
    const authority = createAuthority('one');
    const { certificate, key } = authority.issueClient('robot', ['system:masters', 'ops']);
    const client = new X509Certificate(certificate);
    expect(client.subject).toBe('O=system:masters\nO=ops\nCN=robot');
    expect(client.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(client.subjectAltName).toBeUndefined();
    expect(client.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
    expect(client.checkPrivateKey(createPrivateKey(key))).toBe(true);
  });

  it('is not the issuer of what another authority signed', () => {
    const other = new X509Certificate(createAuthority('one').certificate);
    const serving = new X509Certificate(createAuthority('one').issueServing().certificate);
    expect(serving.verify(other.publicKey)).toBe(false);
  });
});

describe('der', () => {
  it('writes the examples of X.690', () => {
    expect(oid('1.2.840.113549').toString('hex')).toBe('06062a864886f70d');
    expect(integer(Buffer.from([0x80])).toString('hex')).toBe('02020080');
    expect(integer(Buffer.from([0x7f])).toString('hex')).toBe('02017f');
    expect(octets(Buffer.alloc(200)).subarray(0, 3).toString('hex')).toBe('0481c8');
    expect(octets(Buffer.alloc(70_000)).subarray(0, 5).toString('hex')).toBe('0483011170');
  });
});
