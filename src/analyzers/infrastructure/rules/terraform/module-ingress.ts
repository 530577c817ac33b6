import type { Example } from '../../../../model/rule.js';
import { listOf, numberOf, textOf, type Item } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { terraformFile } from '../resources/examples.js';
import { weaknesses } from '../resources/setting.js';
import { allTraffic, judgePorts, worst, type Exposure } from './exposure.js';

const call = (inputs: string): Example =>
  terraformFile(
    `module "app" {\n  source  = "terraform-aws-modules/security-group/aws"\n  version = "5.3.0"\n  ${inputs.replaceAll('\n', '\n  ')}\n}`,
  );

/** Ports of the names that the module has for services, as `postgresql-tcp`; of other names nothing is said. */
const named: Readonly<Record<string, number>> = {
  'cassandra-clients': 9042,
  'consul-webui-http': 8500,
  'elasticsearch-java': 9300,
  'elasticsearch-rest': 9200,
  'etcd-client': 2379,
  'kafka-broker': 9092,
  kibana: 5601,
  'kubernetes-api': 6443,
  ldap: 389,
  memcached: 11211,
  'mongodb-27017': 27017,
  mssql: 1433,
  mysql: 3306,
  nfs: 2049,
  'oracle-db': 1521,
  postgresql: 5432,
  'rabbitmq-5672': 5672,
  rdp: 3389,
  redis: 6379,
  redshift: 5439,
  ssh: 22,
  'winrm-http': 5985,
  'winrm-https': 5986,
  'zookeeper-2181': 2181,
};

/** Lists of rules with the addresses that each lets in, by what they call those addresses. */
const listed = {
  ingress_with_cidr_blocks: 'cidr_blocks',
  computed_ingress_with_cidr_blocks: 'cidr_blocks',
  ingress_with_ipv6_cidr_blocks: 'ipv6_cidr_blocks',
  computed_ingress_with_ipv6_cidr_blocks: 'ipv6_cidr_blocks',
} as const;

/** Calls of the module that most people make security groups with, and of its copies, by inputs that only they have. */
export const moduleIngress: ResourceRule = {
  id: 'terraform-module-open-ingress',
  title: 'Security group of a module open to the internet',
  severity: 'high',
  confidence: 'high',
  ...weaknesses.access,
  cwe: [284, 668],
  asvs: [],
  languages: ['terraform'],
  description: `The call lets every address in, on the port of a service of administration or of data, or on all ports. These are probed all the time: one weak password or one unpatched service then gives away the machine behind it.

The severity follows from what listens on the port.`,
  remediation:
    'Name the networks or the security groups that need the port. Reach machines through Session Manager or a VPN, and keep databases in private subnets.',
  references: [
    'https://github.com/terraform-aws-modules/terraform-aws-security-group',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19',
  ],
  examples: {
    bad: [
      call(
        'ingress_with_cidr_blocks = [\n  {\n    from_port   = 5432\n    to_port     = 5432\n    protocol    = "tcp"\n    cidr_blocks = "10.0.0.0/8,0.0.0.0/0" ◄\n  },\n  {\n    rule        = "ssh-tcp"\n    cidr_blocks = "0.0.0.0/0" ◄\n  },\n]',
      ),
      call('ingress_cidr_blocks = ["0.0.0.0/0"]\ningress_rules       = ["https-443-tcp", "rdp-tcp"] ◄'),
    ],
    good: [
      call('ingress_cidr_blocks = ["0.0.0.0/0"]\ningress_rules       = ["http-80-tcp", "https-443-tcp"]'),
      call(
        'ingress_with_cidr_blocks = [\n  {\n    rule        = "postgresql-tcp"\n    cidr_blocks = "10.0.0.0/16"\n  },\n]',
      ),
      call('ingress_cidr_blocks = ["10.0.0.0/16"]\ningress_rules       = ["ssh-tcp"]'),
    ],
  },
  resources: ['module'],
  *check({ settings, name, address }) {
    const hit = (what: string, { span }: Item, severity: Exposure['severity']) => ({
      message: `\`${name}\` opens ${what} to the whole internet.`,
      span,
      severity,
      scope: address,
      anchor: what,
    });
    for (const [input, sources] of Object.entries(listed))
      for (const rule of listOf(settings.get(input))) {
        const source = rule.get(sources);
        const exposure = source && isEverywhere(source) ? exposureOf(rule) : undefined;
        if (source && exposure?.grave) yield hit(exposure.what, source, exposure.severity);
      }
    const all = ['ingress_cidr_blocks', 'ingress_ipv6_cidr_blocks'].some((input) =>
      listOf(settings.get(input)).some(isEverywhere),
    );
    const rules = all ? listOf(settings.get('ingress_rules')) : [];
    const exposure = worst(rules.map((rule) => namedExposure(textOf(rule))));
    const place = settings.get('ingress_rules');
    if (place && exposure?.grave) yield hit(exposure.what, place, exposure.severity);
  },
};

/** The module takes several addresses in one text, parted by commas. */
function isEverywhere(source: Item): boolean {
  return (textOf(source) ?? '').split(',').some((part) => /^[0-9a-f.:]+\/0$/i.test(part.trim()));
}

function exposureOf(rule: Item): Exposure | undefined {
  const service = rule.get('rule');
  if (service) return namedExposure(textOf(service));
  const [from, to] = [numberOf(rule.get('from_port')), numberOf(rule.get('to_port'))];
  const protocol = textOf(rule.get('protocol'))?.toLowerCase() ?? '';
  if (protocol === '-1' || protocol === 'all') return allTraffic;
  if (from === undefined || to === undefined || from < 0 || !/^(?:tcp|udp|6|17)$/.test(protocol))
    return undefined;
  return judgePorts(from, to, protocol);
}

function namedExposure(rule: string | undefined): Exposure | undefined {
  if (rule === 'all-all') return allTraffic;
  const [, service = '', protocol = ''] = /^(.+)-(tcp|udp)$/.exec(rule ?? '') ?? [];
  if (service === 'all') return judgePorts(0, 65_535, protocol);
  const port = Object.hasOwn(named, service) ? named[service] : undefined;
  return port === undefined ? undefined : judgePorts(port, port, protocol);
}
