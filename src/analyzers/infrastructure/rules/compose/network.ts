import { environmentOf, portsOf } from '../../formats/compose.js';
import { serviceRule } from './service-rule.js';

const ports = 'https://docs.docker.com/engine/network/port-publishing/';

/** Ports on which data or control stand, by what listens there. */
const guarded = new Map<number, string>([
  [2375, 'the Docker daemon without TLS'],
  [3306, 'MySQL'],
  [5432, 'PostgreSQL'],
  [1433, 'SQL Server'],
  [1521, 'Oracle'],
  [27017, 'MongoDB'],
  [6379, 'Redis'],
  [11211, 'memcached'],
  [9200, 'Elasticsearch'],
  [9042, 'Cassandra'],
  [5984, 'CouchDB'],
  [8529, 'ArangoDB'],
  [7687, 'Neo4j'],
  [2181, 'ZooKeeper'],
  [2379, 'etcd'],
  [5672, 'RabbitMQ'],
  [15672, 'the console of RabbitMQ'],
  [9092, 'Kafka'],
  [8500, 'Consul'],
]);

const exposed = serviceRule({
  id: 'compose-data-port-open',
  title: 'Database published on all addresses of the host',
  severity: 'medium',
  confidence: 'high',
  cwe: [668, 284],
  description: `Docker opens a published port on every address of the machine and writes the firewall rule for it itself, past
\`ufw\` and \`firewalld\`. A database is then one password, or none, away from whoever reaches the machine. Without a sign that it runs on a server (a restart policy,
\`deploy\`, the name of the file) it is low: then it stands open in the network of whoever develops.`,
  remediation:
    'Publish it on the loopback alone, `"127.0.0.1:5432:5432"`, or leave `ports` out: services reach each other by name.',
  references: [ports, 'https://docs.docker.com/engine/network/packet-filtering-firewalls/'],
  bad: [
    'image: postgres:17\nports:\n  - "5432:5432" ◄',
    'image: redis:8\nports:\n  - target: 6379 ◄\n    published: 6379',
  ],
  good: ['image: postgres:17\nports:\n  - "127.0.0.1:5432:5432"', 'image: app:1.2\nports:\n  - "8080:8080"'],
  *look(service) {
    for (const { target, open, span, host } of portsOf(service)) {
      const what = target === undefined ? undefined : guarded.get(target);
      if (open && what !== undefined)
        yield {
          message: `${what.charAt(0).toUpperCase()}${what.slice(1)} is open to every machine that reaches this one.`,
          span,
          severity: target === 2375 ? 'critical' : service.deployed ? 'medium' : 'low',
          ...(host && {
            fix: {
              description: 'Publish it on the loopback alone',
              edits: [{ ...host, text: '127.0.0.1:' }],
            },
          }),
        };
    }
  },
});

const withoutPassword = serviceRule({
  id: 'compose-authentication-off',
  title: 'Database without authentication',
  severity: 'medium',
  confidence: 'high',
  cwe: [306],
  description: `The setting lets everyone in who reaches the port. In a Compose network that is every container beside it, and with a
published port every machine around.`,
  remediation: 'Set a password from the environment or a secret, and remove the setting.',
  references: [
    'https://hub.docker.com/_/postgres',
    'https://hub.docker.com/_/mysql',
    'https://docs.docker.com/compose/how-tos/use-secrets/',
  ],
  bad: [
    'image: postgres:17\nports: ["5432:5432"]\nenvironment:\n  POSTGRES_HOST_AUTH_METHOD: trust ◄',
    'image: mysql:8\nenvironment:\n  - MYSQL_ALLOW_EMPTY_PASSWORD=yes ◄',
  ],
  good: [
    'image: postgres:17\nenvironment:\n  POSTGRES_PASSWORD_FILE: /run/secrets/db',
    'image: mysql:8\nenvironment:\n  - MYSQL_RANDOM_ROOT_PASSWORD=yes',
  ],
  *look(service) {
    const open = portsOf(service).some((port) => port.open);
    for (const { name, value, span } of environmentOf(service))
      if (isAuthenticationOff(name, value))
        yield {
          message: `\`${name}\` lets everyone in who reaches the port.`,
          severity: open && service.deployed ? 'high' : 'low',
          span,
          anchor: name,
        };
  },
});

function isAuthenticationOff(name: string, value: string): boolean {
  if (name === 'POSTGRES_HOST_AUTH_METHOD') return value === 'trust';
  if (/^xpack\.security\.enabled$/i.test(name)) return value === 'false';
  return (
    /^(?:(?:MYSQL|MARIADB)_ALLOW_EMPTY_(?:ROOT_)?PASSWORD|ALLOW_EMPTY_PASSWORD)$/.test(name) &&
    /^(?:yes|true|1)$/i.test(value)
  );
}

const defaultPassword = serviceRule({
  id: 'compose-default-password',
  title: 'Published database with a password that everybody tries first',
  severity: 'high',
  confidence: 'high',
  cwe: [1392, 521],
  description: `The service is open on all addresses of the host and its password is the first one on every list. Scanners find such
databases within hours. A database that is not published is not reported.`,
  remediation:
    'Take the password from a secret or a variable without a default, and publish the port on the loopback alone.',
  references: [ports, 'https://docs.docker.com/compose/how-tos/use-secrets/'],
  bad: [
    'image: postgres:17\nports: ["5432:5432"]\nenvironment:\n  POSTGRES_PASSWORD: postgres ◄',
    'image: rabbitmq:4-management\nports: ["15672:15672"]\nenvironment:\n  - RABBITMQ_DEFAULT_PASS=guest ◄',
  ],
  good: [
    'image: postgres:17\nports: ["127.0.0.1:5432:5432"]\nenvironment:\n  POSTGRES_PASSWORD: postgres',
    'image: postgres:17\nports: ["5432:5432"]\nenvironment:\n  POSTGRES_PASSWORD: ${DB_PASSWORD}',
  ],
  *look(service) {
    if (!portsOf(service).some(({ open, target }) => open && guarded.has(target ?? 0))) return;
    const found = environmentOf(service).find(
      ({ name, value }) => /(?:PASSWORD|_PASS)$/.test(name) && commonest.test(value),
    );
    if (found)
      yield {
        message: `\`${found.name}\` is among the first passwords that are tried.`,
        severity: service.deployed ? 'high' : 'low',
        span: found.span,
        anchor: found.name,
      };
  },
});

const commonest =
  /^(?:postgres|password|passw0rd|root|admin|guest|secret|example|test|mysql|mongo|redis|changeme|12345\d*|toor)$/i;

export const networkRules = [exposed, withoutPassword, defaultPassword];
