# Gatehouse in a container: Node.js 24, not root, embedded or external PostgreSQL.
#   docker build -t gatehouse .
#   docker run -p 127.0.0.1:3000:3000 -v gatehouse:/var/lib/gatehouse gatehouse
FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY . .
RUN npm ci --ignore-scripts && npm run build
# Only what runs stays.
RUN npm ci --ignore-scripts --omit=dev \
  && rm -rf .cache bench e2e proof docs packages/testkit packages/*/src packages/web/node_modules

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
  GATEHOUSE_HTTP_ADDRESS=0.0.0.0:3000 \
  GATEHOUSE_DATA_DIR=/var/lib/gatehouse
WORKDIR /opt/gatehouse
COPY --from=build /build ./
RUN mkdir -p "$GATEHOUSE_DATA_DIR" && chown node:node "$GATEHOUSE_DATA_DIR" \
  && ln -s /opt/gatehouse/packages/server/bin/gatehouse.cjs /usr/local/bin/gatehouse
USER node
VOLUME /var/lib/gatehouse
EXPOSE 3000
# The container gets 30 s to stop: 10 s for requests, the rest for the embedded database.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/opt/gatehouse/packages/server/bin/gatehouse.cjs"]
CMD ["server"]
