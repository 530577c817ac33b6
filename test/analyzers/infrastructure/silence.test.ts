import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { manifest, pod, tf, cfn } from '../../../src/analyzers/infrastructure/rules/resources/examples.js';
import { analyzeFile } from './support.js';

const analyzer = createInfrastructureAnalyzer();
afterAll(() => analyzer.close?.());

const sysctl = (name: string): ReturnType<typeof pod> =>
  pod('', `securityContext:\n  runAsNonRoot: true\n  sysctls:\n    - name: ${name}\n      value: "1"`);
const role = (resources: string): ReturnType<typeof manifest> =>
  manifest(
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: a\nrules:\n  - apiGroups: [""]\n    resources: ${resources}\n    verbs: [create]`,
  );

/** What was once reported and is no flaw, or another one; a line for each. */
const corpus = [
  [
    'a name for a password',
    cfn('AWS::DocDB::DBCluster', 'MasterUserPassword: ParentMasterPassword'),
    'aws-database-password-literal',
  ],
  [
    'a safe parameter of the kernel, with slashes',
    sysctl('net/ipv4/tcp_syncookies'),
    'kubernetes-sysctl-unsafe',
  ],
  [
    'a database that knows no login by IAM',
    tf('aws_db_instance', 'engine = "mariadb"\nengine_version = "10.2"'),
    'aws-database-iam-login-off',
  ],
  [
    'a bucket of which nothing is said but its name',
    tf('aws_s3_bucket', 'bucket = "shop"'),
    'aws-s3-versioning-off',
  ],
  [
    'a load balancer of which nothing is said',
    tf('aws_lb', 'name = "shop"'),
    'aws-load-balancer-logging-off',
  ],
  [
    'a REST API, which may log its execution instead',
    tf('aws_api_gateway_stage', 'stage_name = "v1"'),
    'aws-api-logging-off',
  ],
  [
    'a container that says nothing of escalation',
    pod('securityContext:\n  privileged: false'),
    'kubernetes-escalation-allowed',
  ],
  ['commands in pods, which is the graver right', role('[pods, pods/exec]'), 'kubernetes-role-pods-made'],
  ['a disabled key', tf('aws_kms_key', 'is_enabled = false'), 'aws-key-rotation-off'],
  [
    'a database with a key of its own',
    tf('aws_db_instance', 'kms_key_id = var.key'),
    'aws-database-unencrypted',
  ],
  [
    'a bastion for one address',
    tf(
      'aws_vpc_security_group_ingress_rule',
      'from_port = 22\nto_port = 22\nip_protocol = "tcp"\ncidr_ipv4 = "12.0.0.7/32"',
    ),
    'terraform-aws-public-network-ingress',
  ],
] as const;

/** The same in a way that is a flaw. */
const counterparts = [
  [
    'a network of no bits, whatever stands before',
    tf(
      'aws_vpc_security_group_ingress_rule',
      'from_port = 22\nto_port = 22\nip_protocol = "tcp"\ncidr_ipv4 = "10.0.0.1/0"',
    ),
    'terraform-aws-open-ingress',
  ],
  [
    'ports of Azure parted by commas',
    tf(
      'azurerm_network_security_rule',
      'direction = "Inbound"\naccess = "Allow"\nprotocol = "Tcp"\ndestination_port_range = "443, 3389"\nsource_address_prefix = "*"',
    ),
    'terraform-azure-open-ingress',
  ],
  [
    'a password that is none of a name',
    cfn('AWS::DocDB::DBCluster', `MasterUserPassword: ${['Winter', '2024'].join('')}`),
    'aws-database-password-literal',
  ],
  ['an unsafe parameter of the kernel, with slashes', sysctl('kernel/msgmax'), 'kubernetes-sysctl-unsafe'],
] as const;

async function reports({ path, text }: { path: string; text: string }, rule: string): Promise<boolean> {
  const { detections } = await analyzeFile(analyzer, path, { [path]: text });
  return detections.some(({ ruleId }) => ruleId === rule);
}

describe('nothing is said of', () => {
  it.each(corpus)('%s', async (_name, example, rule) => {
    expect(await reports(example, rule)).toBe(false);
  });
});

describe('something is said of', () => {
  it.each(counterparts)('%s', async (_name, example, rule) => {
    expect(await reports(example, rule)).toBe(true);
  });
});
