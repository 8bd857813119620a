import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Listening } from '../../handlers/listener-tools.ts';
import { registerListeners } from '../../handlers/register.ts';
import manifest from '../../manifest.json' with { type: 'json' };
import { COMMAND_SCOPE, EVENT_SCOPES, METHOD_SCOPES } from './method-scopes.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Every listener, by what it listens to. */
function registered() {
  const heard = { commands: [] as unknown[], events: [] as unknown[], actions: [] as unknown[] };
  const recorder = {
    command: (name: unknown) => heard.commands.push(name),
    event: (name: unknown) => heard.events.push(name),
    action: (constraints: unknown) => heard.actions.push(constraints),
  };
  const unused = () => Promise.reject(new Error('no listener runs here'));
  const silent = () => {};
  const log = { debug: silent, info: silent, warn: silent, error: silent, fatal: silent };
  registerListeners(recorder as unknown as Listening, {
    desk: {
      ask: unused,
      again: unused,
      deeper: unused,
      takeOffered: unused,
      offer: unused,
      stop: unused,
      decideFlare: unused,
    },
    languages: { of: unused },
    gate: { judgeOf: () => unused, knowsApp: () => false },
    tell: unused,
    threads: unused,
    background: () => {},
    log: { ...log, child: () => ({ ...log, child: unused as never }) },
  });
  return heard;
}

/** Web API methods called in the code of a folder, as `client.chat.postMessage(` and the like show them. */
function methodsCalled(source: string): string[] {
  const called = [...source.matchAll(/\b(?:client|app\.client)\.(\w+(?:\.\w+)*)\(/g)].map(([, method = '']) => method);
  const byName = [...source.matchAll(/\bapiCall\(\s*'([\w.]+)'/g)].map(([, method = '']) => method);
  return [...called, ...byName];
}

function sources(...folders: readonly string[]): string {
  return folders
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        // This one speaks to the Socket Mode client, which is none of the Web API's.
        .filter((file) => !/^socket-/.test(file))
        .map((file) => readFileSync(join(ROOT, folder, file), 'utf8')),
    )
    .join('\n');
}

const scopes = manifest.oauth_config.scopes.bot;
const methods = new Set([...methodsCalled(sources('handlers', 'src/answers')), 'auth.test']);

describe('the manifest', () => {
  test('has a command for each command listener, and a listener for each command', () => {
    const named = registered().commands.filter((name) => typeof name === 'string');
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(named);
  });

  test('subscribes to exactly the events that are listened to', () => {
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(registered().events);
  });

  test('has interactivity because of the buttons', () => {
    for (const action_id of [
      'dca_stop',
      'dca_flare_build',
      'dca_flare_cancel',
      'dca_again',
      'dca_deeper',
      'dca_offer_0',
      'dca_offer_4',
    ]) {
      expect(registered().actions).toContainEqual({ type: 'block_actions', action_id });
    }
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
  });

  test('asks for the scopes of what is called and heard, and for no other', () => {
    const needed = new Set([
      COMMAND_SCOPE,
      ...manifest.settings.event_subscriptions.bot_events.flatMap((event) => EVENT_SCOPES[event] ?? [`? ${event}`]),
      ...[...methods].flatMap((method) => METHOD_SCOPES[method] ?? [`? ${method}`]),
    ]);
    expect(scopes).toEqual([...needed].sort());
  });

  test('no scope is argued for by a method that nobody calls', () => {
    expect([...methods].sort()).toEqual(Object.keys(METHOD_SCOPES).sort());
  });

  test('uses Socket Mode, no rotation of tokens, one workspace', () => {
    expect(manifest.settings).toMatchObject({
      socket_mode_enabled: true,
      token_rotation_enabled: false,
      org_deploy_enabled: false,
    });
  });

  test.each([
    { field: 'name', text: manifest.display_information.name, min: 1, max: 35 },
    { field: 'description', text: manifest.display_information.description, min: 1, max: 140 },
    { field: 'long description', text: manifest.display_information.long_description, min: 175, max: 4_000 },
    { field: 'usage hint', text: manifest.features.slash_commands[0]?.usage_hint ?? '', min: 1, max: 1_000 },
    { field: 'bot name', text: manifest.features.bot_user.display_name, min: 1, max: 80 },
  ])('keeps to the length Slack allows its $field', ({ text, min, max }) => {
    expect(text.length).toBeGreaterThanOrEqual(min);
    expect(text.length).toBeLessThanOrEqual(max);
  });
});
