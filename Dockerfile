# The GitHub App as a container:
#   docker build -t scrutineer . && docker run --env-file .env -p 3000:3000 --read-only --cap-drop ALL scrutineer
#
# The bases are there for amd64 and arm64, and nothing here is built for one of them:
#   docker buildx build --platform linux/amd64,linux/arm64 --sbom=true --provenance=true -t … --push .
#
# A base is named by tag and not by digest: a digest pins the operating system's security fixes out together with
# surprises. Whoever deploys should build often, and pin the digest of the image that was built.

FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY scripts/bundle.mjs scripts/template.mjs scripts/
RUN npm run build

FROM node:24-bookworm-slim AS packages
WORKDIR /build
COPY package.json package-lock.json ./
# No package of the server needs an install script.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
# What is in the image, in CycloneDX's form; and the folder for the queue, where DATABASE_URL names no server for it.
RUN npm pkg delete devDependencies && npm sbom --sbom-format=cyclonedx >sbom.cdx.json && mkdir data
# What a server never reads: types, source maps, and the native half of the parsers, which run as WebAssembly.
RUN find node_modules -type f \( -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.map' \) -delete \
  && find node_modules/tree-sitter-* node_modules/@tree-sitter-grammars -type f ! -name '*.wasm' ! -name package.json ! -name 'LICENSE*' -delete \
  && rm -rf node_modules/tree-sitter node_modules/web-tree-sitter/debug

# Libraries of C and nothing else: no shell, no package manager.
FROM gcr.io/distroless/cc-debian12:nonroot
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 SCRUTINEER_DATA=/data
WORKDIR /app
COPY --from=build /usr/local/bin/node /usr/local/bin/node
# All else may be read-only.
COPY --from=packages --chown=1000:1000 /build/data /data
VOLUME /data
COPY --from=packages /build/node_modules node_modules
COPY --from=packages /build/sbom.cdx.json ./
COPY --from=build /build/dist dist
COPY package.json app.yml LICENSE ./
# An unprivileged user, by number so that Kubernetes can tell that it is not root.
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the first process: it handles SIGTERM and finishes running reviews.
CMD ["node", "dist/cli.js", "serve"]
