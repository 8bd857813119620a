import { findRedisServer } from '../src/redis/private-server.ts';

// Prints the path of a redis-server or valkey-server, fetched if need be; exit code 1 when there is none.
const found = await findRedisServer(process.env);
if ('program' in found) console.log(found.program);
else {
  console.error(found.reason);
  process.exitCode = 1;
}
