import { describe, expect, it } from 'vitest';
import { maskText } from '../../src/masking/mask-text.ts';

const KEY32 = '5f1d0a9c3b7e4f62a8d1c0e9b3f7a264';
const KEY40 = '9b3f7a2645f1d0a9c3b7e4f62a8d1c0e11aa22bb';

const MASKED: readonly (readonly [text: string, masked: string])[] = [
  [`DD_API_KEY=${KEY32}`, 'DD_API_KEY=(masked:api-key)'],
  [`key ${KEY32.toUpperCase()}.`, 'key (masked:api-key).'],
  [`"one\\n${KEY32}\\ttwo"`, '"one\\n(masked:api-key)\\ttwo"'],
  [`?k%3D${KEY40}&x=1`, '?k%3D(masked:app-key)&x=1'],
  [`web:${KEY40}`, 'web:(masked:app-key)'],
  ['Authorization: Bearer abc.def', 'Authorization: Bearer (masked:authorization)'],
  ['["Authorization", "Bearer abc.def"]', '["Authorization", "Bearer (masked:authorization)"]'],
  ['{"password":"a b,c"}', '{"password":"(masked:password)"}'],
  ['"{\\"password\\":\\"a\\\\\\"b\\",\\"x\\":1}"', '"{\\"password\\":\\"(masked:password)\\",\\"x\\":1}"'],
  ['"password": "un\\"quoted", "n": 1', '"password": "(masked:password)", "n": 1'],
  ['password = hunter2; host=db', 'password = (masked:password); host=db'],
  ['password: p@ss,w;rd!', 'password: (masked:password)'],
  ['tags: [token:abc1,env:prod]', 'tags: [token:(masked:token),env:prod]'],
  ['{Password:abc1 Host:db}', '{Password:(masked:password) Host:db}'],
  ['map[password:abc1 host:db]', 'map[password:(masked:password) host:db]'],
  [':password=>"abc1"', ':password=>"(masked:password)"'],
  ['<password>abc1</password>', '<password>(masked:password)</password>'],
  ['run --password abc1 --host db', 'run --password (masked:password) --host db'],
  ['["--api-key","abc1","--x"]', '["--api-key","(masked:api-key)","--x"]'],
  ['- name: DB_PASSWORD\n  value: abc1\n- name: X', '- name: DB_PASSWORD\n  value: (masked:password)\n- name: X'],
  ['{"name":"DB_PASSWORD","value":"abc1"}', '{"name":"DB_PASSWORD","value":"(masked:password)"}'],
  ['password: |-\n  abc1\n  def2\nhost: db', 'password: |-\n  (masked:password)\nhost: db'],
  ['api_keys: ["abc1", "def2"]', 'api_keys: ["(masked:api-key)", "(masked:api-key)"]'],
  ['api_keys: [abc1, def2]', 'api_keys: [(masked:api-key), (masked:api-key)]'],
  ['redis://:hunter2@cache:6379/0', 'redis://:(masked:url-password)@cache:6379/0'],
  ['postgres://u:pa/ss@db/x', 'postgres://u:(masked:url-password)@db/x'],
  ['postgres:\\/\\/u:pass@db', 'postgres:\\/\\/u:(masked:url-password)@db'],
  ['https://0123456789abcdefghij@host/x', 'https://(masked:url-password)@host/x'],
  ['u:hunter2@tcp(db:3306)/x', 'u:(masked:dsn-password)@tcp(db:3306)/x'],
  [
    'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=Zm9v+/Zm9v==;EndpointSuffix=x',
    'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=(masked:access-key);EndpointSuffix=x',
  ],
  ['password=(masked:password)hunter2', 'password=(masked:password)'],
  ['token: abc1 password: def2', 'token: (masked:token) password: (masked:password)'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIEabcdefghijklmnop\n2026-11-23 cut', '(masked:private-key)-11-23 cut'],
  [
    '"key": "-----BEGIN PRIVATE KEY-----\\nMIIEabc\\n-----END PRIVATE KEY-----\\n", "a": 1',
    '"key": "(masked:private-key)\\n", "a": 1',
  ],
];

describe('maskText', () => {
  it.each(MASKED)('masks %j', (text, masked) => {
    expect(maskText(text).text).toBe(masked);
    expect(maskText(masked.includes('hunter2') ? text : masked)).toEqual({ text: masked, masked: 0 });
  });
});

describe('a key of which only a part is there', () => {
  const line = 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4';

  it.each([
    ['its end, at the start of a text', `${line}\n${line}\n-----END RSA PRIVATE KEY-----\nready 7`],
    ['its end, after other lines', `starting 7\nloading\n${line}\n${line}\n-----END RSA PRIVATE KEY-----\nready 7`],
    ['its beginning', `ready 7\n-----BEGIN RSA PRIVATE KEY-----\n${line}\n${line}`],
  ])('%s', (_name, text) => {
    const result = maskText(text);
    expect(result.masked).toBe(1);
    expect(result.text).not.toContain('Zm9v');
    expect(result.text).toContain('ready 7');
    expect(maskText(result.text)).toEqual({ text: result.text, masked: 0 });
  });

  it('an end with nothing before it hides nothing', () => {
    const text = 'grep for\n\n-----END RSA PRIVATE KEY-----\n';
    expect(maskText(text)).toEqual({ text, masked: 0 });
  });
});
