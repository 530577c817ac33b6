import type { Severity } from '../../../../model/severity.js';
import type { Value } from '../../formats/terraform-value.js';

/** What of a network the whole internet reaches. */
export interface Exposure {
  readonly severity: Severity;
  /** Completes "… to the whole internet". */
  readonly what: string;
  /** A service that gives control or data stands open, or everything does; else only some port of which nothing is known. */
  readonly grave: boolean;
}

type Services = ReadonlyMap<number, readonly [name: string, severity: Severity]>;

/** Services that give control of a machine, or data without much asking, when they are reached by TCP. */
const services: Services = new Map([
  [21, ['FTP', 'high']],
  [22, ['SSH', 'high']],
  [23, ['Telnet', 'critical']],
  [135, ['Windows RPC', 'high']],
  [139, ['NetBIOS', 'high']],
  [389, ['LDAP', 'high']],
  [445, ['SMB', 'critical']],
  [1433, ['SQL Server', 'critical']],
  [1521, ['Oracle', 'critical']],
  [2049, ['NFS', 'critical']],
  [2181, ['ZooKeeper', 'high']],
  [2375, ['the Docker socket', 'critical']],
  [2376, ['the Docker socket', 'high']],
  [2379, ['etcd', 'critical']],
  [3306, ['MySQL', 'critical']],
  [3389, ['RDP', 'critical']],
  [5432, ['PostgreSQL', 'critical']],
  [5439, ['Redshift', 'critical']],
  [5601, ['Kibana', 'high']],
  [5672, ['RabbitMQ', 'high']],
  [5900, ['VNC', 'high']],
  [5984, ['CouchDB', 'critical']],
  [5985, ['WinRM', 'high']],
  [5986, ['WinRM', 'high']],
  [6379, ['Redis', 'critical']],
  [6443, ['the Kubernetes API', 'high']],
  [8500, ['Consul', 'high']],
  [9042, ['Cassandra', 'critical']],
  [9092, ['Kafka', 'high']],
  [9200, ['Elasticsearch', 'critical']],
  [9300, ['Elasticsearch', 'critical']],
  [10250, ['the kubelet', 'critical']],
  [11211, ['Memcached', 'critical']],
  [27017, ['MongoDB', 'critical']],
]);

/** The same of UDP, with what is abused to flood others. */
const datagramServices: Services = new Map([
  [69, ['TFTP', 'high']],
  [111, ['RPC', 'high']],
  [137, ['NetBIOS', 'high']],
  [138, ['NetBIOS', 'high']],
  [161, ['SNMP', 'high']],
  [389, ['LDAP', 'high']],
  [1434, ['SQL Server', 'high']],
  [2049, ['NFS', 'critical']],
  [3389, ['RDP', 'critical']],
  [11211, ['Memcached', 'critical']],
]);

/** Ports that are made to be reached by everybody: web, and the usual tunnels. */
const meantForAll = new Set([80, 443, 500, 1194, 4500, 51820]);

/** More ports than this in a row are not one service. */
const wide = 1000;

const servicesOf = (protocol: string): Services =>
  protocol.toLowerCase() === 'udp' || protocol === '17' ? datagramServices : services;

/** Judges a range of ports that is open to all, of a protocol as a rule names it; undefined where it may well be meant so. */
export function judgePorts(from: number, to: number, protocol: string): Exposure | undefined {
  if (to - from >= 65_000) return { severity: 'critical', what: 'all ports', grave: true };
  for (const wanted of ['critical', 'high'])
    for (const [port, [name, severity]] of servicesOf(protocol))
      if (severity === wanted && from <= port && port <= to)
        return {
          severity,
          what: from === to ? `${name} (port ${port})` : `ports ${from} to ${to} with ${name}`,
          grave: true,
        };
  if (from === to && meantForAll.has(from)) return undefined;
  return {
    severity: to - from > wide ? 'high' : 'medium',
    what: from === to ? `port ${from}` : `ports ${from} to ${to}`,
    grave: false,
  };
}

/** As `judgePorts`, of services that are known to give control or data alone. */
export function judgeService(from: number, to: number, protocol: string): Exposure | undefined {
  const hasService = [...servicesOf(protocol).keys()].some((port) => from <= port && port <= to);
  return hasService ? judgePorts(from, to, protocol) : undefined;
}

/** Every port of every protocol. */
export const allTraffic: Exposure = { severity: 'critical', what: 'all traffic', grave: true };

/** The first item that stands for the whole internet. */
export function openTo(
  sources: readonly (Value | undefined)[],
  everywhere: RegExp = /^[0-9a-f.:]+\/0$/i,
): Value | undefined {
  return sources
    .flatMap((source) => source?.items ?? (source ? [source] : []))
    .find((item) => everywhere.test(item.text ?? ''));
}

/** Reads `22`, `20-25` and `*`. */
export function portRange(text: string | undefined): readonly [number, number] | undefined {
  if (text === '*') return [0, 65_535];
  const [, from, to] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text?.trim() ?? '') ?? [];
  return from === undefined ? undefined : [Number(from), Number(to ?? from)];
}

const order: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** The worst of several. */
export function worst(exposures: readonly (Exposure | undefined)[]): Exposure | undefined {
  return exposures
    .filter((exposure) => exposure !== undefined)
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))[0];
}
