import { expect, it } from 'vitest';
import { respValues } from './resp-values.ts';

const VALUES = [
  '*3\r\n$7\r\nevalsha\r\n$0\r\n\r\n$4\r\na\r\nb\r\n',
  '+OK\r\n',
  '-NOSCRIPT No matching script\r\n',
  ':-7\r\n',
  '$-1\r\n',
  '*-1\r\n',
  '*0\r\n',
  '*2\r\n*1\r\n:1\r\n$3\r\n花\r\n',
  '%1\r\n+a\r\n*1\r\n_\r\n',
  '>2\r\n+message\r\n=7\r\ntxt:abc\r\n',
];

it('cuts at the same places however the bytes come', () => {
  const bytes = Buffer.from(VALUES.join(''));
  for (const size of [1, 2, 3, 7, 19, bytes.length]) {
    const take = respValues();
    const values: string[] = [];
    for (let at = 0; at < bytes.length; at += size)
      values.push(...take(bytes.subarray(at, at + size)).map((value) => value.toString()));
    expect(values, `${size} bytes at a time`).toEqual(VALUES);
  }
});

it('keeps what is not whole', () => {
  expect(respValues()(Buffer.from('*2\r\n$3\r\nGET\r\n$100\r\nabc'))).toEqual([]);
});
