# syntax=docker/dockerfile:1
# One image for gateway, worker and demo: the built program and Node, nothing else of ours. Runs as any non-root user on
# a read-only root; only /tmp is written to, and only by the private Redis of `all` and `demo`.
FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && rm dist/*.map && node dist/dca.js --version

FROM node:24-bookworm-slim
# A private Redis for `all` and `demo`; npm and yarn are not needed to run.
RUN apt-get update \
  && apt-get install -y --no-install-recommends redis-server \
  && rm -rf /var/lib/apt/lists/* /usr/local/lib/node_modules /opt/yarn-* \
    /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg
WORKDIR /app
COPY --from=build /build/dist ./dist
COPY LICENSE ./
ENV NODE_ENV=production HOME=/tmp
USER 65532:65532
EXPOSE 3000 8090
HEALTHCHECK --interval=15s --timeout=4s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8090/healthz',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
# Node is process 1 and handles SIGTERM itself; the exec form hands it over.
ENTRYPOINT ["node", "dist/dca.js"]
CMD ["all"]
