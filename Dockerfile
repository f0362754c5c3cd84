# One image for every process: the same TypeScript that runs on a developer's machine, without a build step.
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# The image brings Node 24 itself, so the packages that carry one for older machines are taken out again; other optional packages are needed.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && rm -rf node_modules/node-linux-*

FROM node:24-bookworm-slim
ENV NODE_ENV=production MICHI_HOST=0.0.0.0 MICHI_PORT=3030 MICHI_DATA_DIR=/data
WORKDIR /app
# Japanese words in charts that are sent as pictures.
RUN apt-get update && apt-get install --yes --no-install-recommends fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
RUN install --directory --owner=node --group=node /data
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY src src
COPY adapters adapters
COPY migrations migrations
COPY prompts prompts
USER node
VOLUME /data
EXPOSE 3030
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.MICHI_PORT}/healthz`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "src/app/main.js"]
CMD ["start"]
