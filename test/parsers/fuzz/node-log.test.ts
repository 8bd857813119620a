import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { nodeLinkScanner } from '../../../src/parsers/node-link/node-log.ts';
import { fuzzParser } from './fuzz-parser.ts';

const FILES = ['node-2018-v6.4.log', 'node-2021-v7.30.log', 'node-2025-v7.63.log'];

function textOf(file: string): string {
  return readFileSync(new URL(`../../fixtures/logs/made/${file}`, import.meta.url), 'utf8');
}

fuzzParser({
  name: "a node Agent's log",
  samples: Object.fromEntries(FILES.map((file) => [file, textOf(file)])),
  parse: (text) => {
    const scanner = nodeLinkScanner();
    scanner.take(text);
    return scanner.end().troubles;
  },
  verdictOf: (troubles) => (troubles.some(({ about }) => about === 'connected') ? 'healthy' : 'other'),
  expectAlways: (troubles) => {
    expect(troubles.every(({ times, text }) => times > 0 && text.length <= 600)).toBe(true);
  },
  marks: [
    'Successfully connected to the Datadog Cluster Agent',
    ' | CORE | ERROR | ',
    '(a.go:1 in f) | ',
    'clusterAgentClient',
  ],
  mustNotBeHealthyWhen: ({ text, onlyLost }) =>
    onlyLost && !text.includes('Successfully connected to the Datadog Cluster Agent'),
});
