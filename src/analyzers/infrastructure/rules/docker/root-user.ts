import type { Confidence } from '../../../../model/severity.js';
import type { Instruction } from '../../formats/docker-syntax.js';
import { instructionsOf, nameOf, type DockerRule, type Stage } from '../../formats/docker.js';
import type { Hit } from '../../rule.js';

export const dockerRootUser: DockerRule = {
  id: 'docker-root-user',
  title: 'Container that runs as root',
  severity: 'medium',
  confidence: 'high',
  cwe: [250],
  asvs: [],
  languages: ['docker'],
  description: `The last stage of the build never changes to another user, so the process runs as root. Whoever takes it over
may rewrite the application, read every mounted secret, and is one kernel flaw or one loose mount away from being root on the host.

Images that are known to set a user are not reported, nor are \`scratch\`, development containers, start scripts that step down
(\`gosu\`, \`su-exec\`), and users that come from a variable.`,
  remediation: `Create a user and change to it before the command: \`USER node\`, or \`USER 10001\` where the cluster checks for a
number. Give it only the files that it must write.`,
  references: [
    'https://docs.docker.com/build/building/best-practices/#user',
    'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  ],
  examples: {
    bad: [
      {
        path: 'Dockerfile',
        text: `FROM node:22 AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build
USER node

FROM node:22-slim ◄
COPY --from=build /app/dist /app
CMD ["node", "/app/server.js"]
`,
      },
      {
        path: 'services/api/Dockerfile',
        text: `FROM python:3.13-slim
RUN useradd --system app
USER app
COPY . /srv
USER root ◄
CMD ["python", "/srv/main.py"]
`,
      },
      {
        path: 'Dockerfile',
        text: `ARG BASE=golang:1.24
FROM \${BASE} AS base
WORKDIR /src

FROM base ◄
COPY . .
ENTRYPOINT ["./server"]
`,
      },
    ],
    good: [
      {
        path: 'Dockerfile',
        text: `FROM node:22-slim AS base
USER node

FROM base
COPY dist /app
CMD ["node", "/app/server.js"]
`,
      },
      {
        path: 'Dockerfile',
        text: `FROM golang:1.24 AS build
RUN go build -o /server .

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /server /server
ENTRYPOINT ["/server"]
`,
      },
      {
        path: 'Dockerfile',
        text: `ARG UID=10001
FROM alpine:3.22
ARG UID
USER \${UID}
CMD ["httpd", "-f"]
`,
      },
    ],
  },
  *check({ path, stages }) {
    const final = stages.find((stage) => stage.final);
    if (!final || /(?:^|\/)\.devcontainer\//.test(path)) return;
    const chain = chainOf(final);
    const user = lastUser(chain);
    if (user) {
      if (isRoot(user.words[0]?.text) && !stepsDown(chain))
        yield {
          message: 'The last user of the image is root.',
          span: user,
          scope: nameOf(final),
          anchor: 'USER root',
        };
      return;
    }
    yield* checkBase(chain);
  },
};

/** A stage and those that it goes on from, the last one first. */
function chainOf(stage: Stage): Stage[] {
  const chain: Stage[] = [];
  for (let next: Stage | undefined = stage; next; next = next.base) chain.push(next);
  return chain;
}

function lastUser(chain: readonly Stage[]): Instruction | undefined {
  for (const stage of chain) {
    const user = instructionsOf(stage, 'USER').at(-1);
    if (user) return user;
  }
  return undefined;
}

function isRoot(user: string | undefined): boolean {
  return /^["']?(?:root|0)(?::.*)?["']?$/i.test(user ?? '');
}

/** The start script gives up its rights by itself. */
function stepsDown(chain: readonly Stage[]): boolean {
  return chain.some((stage) =>
    instructionsOf(stage, 'ENTRYPOINT', 'CMD').some((start) =>
      start.words.some((word) =>
        /(?:^|[/"'\s])(?:gosu|su-exec|setpriv|runuser|s6-setuidgid|chpst|fixuid)\b/.test(word.text),
      ),
    ),
  );
}

function* checkBase(chain: readonly Stage[]): Iterable<Hit> {
  const [final] = chain;
  const root = chain.at(-1);
  const started = chain.some((stage) => instructionsOf(stage, 'ENTRYPOINT', 'CMD').length > 0);
  const confidence = root?.image === undefined ? undefined : confidenceThatRoot(root.image, started);
  if (!final || !root || confidence === undefined || stepsDown(chain)) return;
  const image = `\`${root.image?.replace(/@.*$/, '') ?? ''}\``;
  const message =
    confidence === 'high'
      ? `No stage changes the user, and ${image} leaves it at root.`
      : `No stage changes the user, so the container runs as root unless ${image} sets another one.`;
  yield { message, span: final.from, confidence, scope: nameOf(final), anchor: 'no USER' };
}

/** Official images that start as root and step down by themselves, unless another start command replaces theirs. */
const steppingDown =
  /^(?:postgres|mysql|mariadb|mongo|redis|valkey|rabbitmq|memcached|cassandra|elasticsearch|kibana|logstash|ghost|haproxy|influxdb|neo4j|solr|couchdb|consul|vault|zookeeper|sonarqube|varnish|chronograf|kapacitor|flink|storm|nats|adminer|eggdrop|znc|rethinkdb|arangodb|crate)(?::|@|$)/;

/** Names by which images without root are published. */
const withoutRoot = /nonroot|non-root|rootless|unprivileged|chiseled/;
const publishersWithoutRoot =
  /^(?:cgr\.dev\/|chainguard\/|(?:docker\.io\/)?bitnami\/|(?:docker\.io\/)?(?:jenkins\/|grafana\/|prom\/|keycloak\/|sonarsource\/)|quay\.io\/keycloak\/|registry\.access\.redhat\.com\/|registry\.redhat\.io\/|public\.ecr\.aws\/lambda\/|mcr\.microsoft\.com\/playwright\/mcp)/;

/** How sure it is that an image leaves the user at root; undefined where it is known not to, or no one can tell. */
function confidenceThatRoot(image: string, started: boolean): Confidence | undefined {
  const name = image
    .toLowerCase()
    .replace(/^(?:docker\.io\/)?(?:library\/)?/, '')
    .replace(/^public\.ecr\.aws\/docker\/library\//, '');
  if (name === 'scratch' || withoutRoot.test(name) || publishersWithoutRoot.test(name)) return undefined;
  const segments = name.split('/');
  if (segments.length === 1) return steppingDown.test(name) && !started ? undefined : 'high';
  if (/^(?:gcr\.io\/distroless|mcr\.microsoft\.com\/dotnet|nvidia)\//.test(name)) return 'high';
  const host = segments[0] ?? '';
  const publicHost = ['ghcr.io', 'quay.io', 'gcr.io', 'mcr.microsoft.com', 'public.ecr.aws'].includes(host);
  return publicHost || !/[.:]|^localhost$/.test(host) ? 'low' : undefined;
}
