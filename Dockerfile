# The GitHub App as a container:
#   docker build -t scrutineer . && docker run --env-file .env -p 3000:3000 --read-only --cap-drop ALL scrutineer
#
# The base is named by tag and not by digest: a digest pins the operating system's security fixes out together with
# surprises. Whoever deploys should build often, and pin the digest of the image that was built.

FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY scripts/template.mjs scripts/template.mjs
RUN npm run build

FROM node:24-bookworm-slim AS packages
WORKDIR /build
COPY package.json package-lock.json ./
# No package of the server needs an install script.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 SCRUTINEER_DATA=/data
WORKDIR /app
# The queue, where DATABASE_URL names no server for it. All else may be read-only.
RUN mkdir /data && chown 1000:1000 /data
VOLUME /data
COPY --from=packages /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY package.json app.yml LICENSE ./
# The image's own unprivileged user, by number so that Kubernetes can tell that it is not root.
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the first process: it handles SIGTERM and finishes running reviews.
CMD ["node", "dist/app.js"]
