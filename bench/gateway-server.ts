import { makeAskDesk } from '../handlers/ask-desk.ts';
import { startSlack } from '../handlers/start-slack.ts';
import { makeAuditLog } from '../src/audit/audit-log.ts';
import { DEFAULTS } from '../src/config/config.ts';
import { maskText } from '../src/masking/mask-text.ts';
import { openProducer } from '../src/queue/producer.ts';
import { openCommands, whenReady } from '../src/redis/connection.ts';
import { keysOf } from '../src/redis/keys.ts';
import { heartbeat } from '../src/redis/registry.ts';
import { createLog } from '../src/telemetry/log.ts';
import { createMetrics } from '../src/telemetry/metrics.ts';
import { serve } from './served.ts';

// The gateway's own door and desk: the same request, stored and queued before its ack.
serve(async ({ botToken, apiUrl, signingSecret, redis: settings }) => {
  const log = createLog({ level: 'silent' });
  const metrics = createMetrics();
  const redis = openCommands(settings);
  await whenReady(redis, 5_000);
  const keys = keysOf(settings.prefix);
  await heartbeat(redis, keys, { name: 'bench', version: '0', slug: 'bench', rights: [] });
  const producer = openProducer(settings);
  const audit = makeAuditLog({ redis, keys, mask: maskText, metrics, log: () => {} });
  const gateway = await startSlack({
    mode: 'http',
    tokens: { bot: botToken, signingSecret },
    port: 0,
    host: '127.0.0.1',
    apiUrl,
    desk: makeAskDesk({ redis, keys, producer, config: DEFAULTS, mask: maskText, audit, log, metrics, now: Date.now }),
    log,
    metrics,
    now: Date.now,
    onFatal: (error) => {
      throw error;
    },
  });
  return gateway.port ?? 0;
});
