import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import {
  cfn,
  manifest,
  pod,
  templateFile,
  tf,
} from '../../../src/analyzers/infrastructure/rules/resources/examples.js';
import { analyzeFile } from './support.js';

const analyzer = createInfrastructureAnalyzer();
afterAll(() => analyzer.close?.());

const sysctl = (name: string): ReturnType<typeof pod> =>
  pod('', `securityContext:\n  runAsNonRoot: true\n  sysctls:\n    - name: ${name}\n      value: "1"`);
const role = (resources: string): ReturnType<typeof manifest> =>
  manifest(
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: a\nrules:\n  - apiGroups: [""]\n    resources: ${resources}\n    verbs: [create]`,
  );

const hostPath = (path: string, namespace = 'shop'): ReturnType<typeof manifest> =>
  manifest(
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  namespace: ${namespace}\nspec:\n  containers:\n    - name: a\n      image: a:1\n  volumes:\n    - name: b\n      hostPath:\n        path: ${path}`,
  );

const ingress = (annotations: string, spec = 'tls: [{secretName: a}]'): ReturnType<typeof manifest> =>
  manifest(
    `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\n  annotations:\n    ${annotations}\nspec:\n  ${spec}`,
  );
const nginx = 'nginx.ingress.kubernetes.io';
const enterprise = 'token.actions.githubusercontent.com/octo';
const named = 'public_network_access_enabled = true\n';

/** What was once reported and is no flaw, or another one; a line for each. */
const corpus = [
  [
    'origins of one answer beside methods of another',
    tf(
      'google_storage_bucket',
      'cors {\n  origin = ["*"]\n  method = ["GET"]\n}\ncors {\n  origin = ["https://a.example"]\n  method = ["PUT"]\n}',
    ),
    'google-bucket-scripts-open',
  ],
  ...(
    [
      ['azurerm_servicebus_namespace', 'network_rule_set {\n  default_action = "Deny"\n}'],
      ['azurerm_iothub', 'network_rule_set {\n  default_action = "Deny"\n}'],
      ['azurerm_batch_account', 'network_profile {\n  account_access {\n    default_action = "Deny"\n  }\n}'],
      ['azurerm_search_service', 'allowed_ips = ["198.51.100.7"]'],
      ['azurerm_kusto_cluster', 'allowed_ip_ranges = ["198.51.100.0/24"]'],
      ['azurerm_eventgrid_topic', 'inbound_ip_rule {\n  ip_mask = "198.51.100.7"\n}'],
    ] as const
  ).map(
    ([type, firewall]) =>
      [
        `a service of Azure whose firewall names who may come: ${type}`,
        tf(type, named + firewall),
        'azure-search-public',
      ] as const,
  ),
  [
    'a service of Azure whose firewall is a resource of its own',
    {
      path: 'main.tf',
      text: 'resource "azurerm_servicebus_namespace" "a" {\n  public_network_access_enabled = true\n}\nresource "azurerm_servicebus_namespace_network_rule_set" "a" {\n  namespace_id = azurerm_servicebus_namespace.a.id\n  default_action = "Deny"\n}\n',
    },
    'azure-search-public',
  ],
  [
    'a web firewall whose rules are resources of their own',
    {
      path: 'main.tf',
      text: 'resource "aws_wafv2_web_acl" "a" {\n  default_action {\n    allow {}\n  }\n}\nresource "aws_wafv2_web_acl_rule_group_association" "a" {\n  web_acl_arn = aws_wafv2_web_acl.a.arn\n}\n',
    },
    'aws-web-firewall-empty',
  ],
  [
    'workflows that an issuer of an enterprise lets in',
    cfn(
      'AWS::IAM::Role',
      `AssumeRolePolicyDocument:\n  Statement:\n    - Effect: Allow\n      Principal:\n        Federated: arn:aws:iam::111122223333:oidc-provider/${enterprise}\n      Action: sts:AssumeRoleWithWebIdentity\n      Condition:\n        StringEquals:\n          ${enterprise}:aud: sts.amazonaws.com`,
    ),
    'aws-role-trusts-any-repository',
  ],
  [
    'origins of an Ingress where scripts of other sites are not let in at all',
    ingress(`${nginx}/enable-cors: "false"\n    ${nginx}/cors-allow-origin: "*"`),
    'kubernetes-ingress-scripts-open',
  ],
  [
    'an Ingress that another annotation has redirect',
    ingress(`${nginx}/ssl-redirect: "false"\n    ${nginx}/force-ssl-redirect: "true"`),
    'kubernetes-ingress-redirect-off',
  ],
  [
    'an Ingress without a certificate, which has a rule of its own',
    ingress(`${nginx}/ssl-redirect: "false"`, 'rules: [{host: a.example}]'),
    'kubernetes-ingress-redirect-off',
  ],
  [
    'SSH of a host of repositories',
    { path: 'compose.yaml', text: 'services:\n  a:\n    image: gitea/gitea:1.22\n    ports: ["2222:22"]\n' },
    'compose-remote-login',
  ],
  [
    'a fragment of a command, whose other flags stand elsewhere',
    pod('command: ["kube-controller-manager"]\nargs: ["--terminated-pod-gc-threshold=10"]'),
    'kubernetes-controller-shared-login',
  ],
  [
    'a role for all that there is, which has rules of its own',
    manifest(
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: a\nrules:\n  - apiGroups: ["*"]\n    resources: ["*"]\n    verbs: [get, patch]',
    ),
    'kubernetes-role-webhooks',
  ],
  [
    'the right to update approvals without one for a signer',
    manifest(
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: a\nrules:\n  - apiGroups: [certificates.k8s.io]\n    resources: [certificatesigningrequests/approval]\n    verbs: [update]',
    ),
    'kubernetes-role-certificates',
  ],
  [
    'the group of a daemon that is not in the image',
    { path: 'Dockerfile', text: 'FROM alpine:3.22\nRUN usermod -aG docker app\nUSER 10001\n' },
    'docker-root-account',
  ],
  [
    'a data path that keeps policies by itself',
    tf(
      'google_container_cluster',
      'datapath_provider = "ADVANCED_DATAPATH"\nnetwork_policy {\n  enabled = false\n}',
    ),
    'google-cluster-policy-off',
  ],
  [
    'anonymous pull of a tier that knows none',
    tf('azurerm_container_registry', 'sku = "Basic"\nanonymous_pull_enabled = true'),
    'azure-registry-anonymous',
  ],
  [
    'an endpoint of which a rule may redirect what comes by HTTP',
    tf('azurerm_cdn_endpoint', 'delivery_rule {\n  name = "secure"\n}'),
    'azure-cdn-plaintext',
  ],
  [
    'a key vault that is public, but lets nobody in whom it does not name',
    tf(
      'azurerm_key_vault',
      'public_network_access_enabled = true\nnetwork_acls {\n  default_action = "Deny"\n}',
    ),
    'azure-search-public',
  ],
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
    'a server whose auditing policy names no server, which is then meant for it',
    tf(
      'azurerm_mssql_server',
      'name = "shop"',
      'resource "azurerm_mssql_server_extended_auditing_policy" "main" {\n  database_id = "shop"\n}',
    ),
    'azure-database-audit-off',
  ],
  [
    'all protocols from another security group of a template',
    cfn('AWS::EC2::SecurityGroupIngress', 'IpProtocol: -1\nSourceSecurityGroupId: sg-1'),
    'aws-ingress-all-protocols',
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
  [
    'the port of SSH by UDP, where nothing of the kind listens',
    tf(
      'aws_vpc_security_group_ingress_rule',
      'from_port = 22\nto_port = 22\nip_protocol = "udp"\ncidr_ipv4 = "12.0.0.0/24"',
    ),
    'terraform-aws-public-network-ingress',
  ],
  [
    'a warehouse of which nothing is said, which is encrypted',
    tf('aws_redshift_cluster', 'cluster_identifier = "shop"'),
    'aws-redshift-unencrypted',
  ],
  [
    'a cluster that is told of as open to every address',
    tf(
      'aws_eks_cluster',
      'vpc_config {\n  endpoint_public_access = true\n  public_access_cidrs = ["0.0.0.0/0"]\n}',
    ),
    'aws-cluster-public-endpoint',
  ],
  [
    'a queue of which nothing is said, which the service encrypts',
    tf('aws_sqs_queue', 'name = "orders"'),
    'aws-queue-unencrypted',
  ],
  [
    'one entry for everybody and another for SSH',
    tf(
      'aws_network_acl',
      'ingress {\n  action = "allow"\n  from_port = 443\n  to_port = 443\n  cidr_block = "0.0.0.0/0"\n}\ningress {\n  action = "allow"\n  from_port = 22\n  to_port = 22\n  cidr_block = "10.0.0.0/8"\n}',
    ),
    'aws-acl-open',
  ],
  [
    'entries that deny SSH and remote desktops before all else is let in',
    tf(
      'aws_network_acl',
      'ingress {\n  rule_no = 10\n  protocol = "tcp"\n  action = "deny"\n  from_port = 22\n  to_port = 22\n  cidr_block = "0.0.0.0/0"\n}\ningress {\n  rule_no = 20\n  protocol = "tcp"\n  action = "deny"\n  from_port = 3389\n  to_port = 3389\n  cidr_block = "0.0.0.0/0"\n}\ningress {\n  rule_no = 100\n  protocol = -1\n  action = "allow"\n  from_port = 0\n  to_port = 0\n  cidr_block = "0.0.0.0/0"\n}',
    ),
    'aws-acl-open',
  ],
  [
    'the type of a value where a password would stand, as in documentation',
    cfn('AWS::Amplify::App', 'OauthToken: String'),
    'aws-service-token-literal',
  ],
  [
    'whether users may change their password',
    templateFile(
      'Parameters:\n  AllowUsersToChangePassword:\n    Type: String\n    Default: true\nResources:\n  Topic:\n    Type: AWS::SNS::Topic',
    ),
    'aws-parameter-password-default',
  ],
  [
    'the channels of the agent of Systems Manager, which know no resources',
    cfn(
      'AWS::IAM::ManagedPolicy',
      "PolicyDocument:\n  Statement:\n    - Effect: Allow\n      Action: ['ssmmessages:*', 'ec2messages:*', 'ssm:UpdateInstanceInformation']\n      Resource: '*'",
    ),
    'aws-policy-wildcard',
  ],
  [
    'all protocols from everywhere, which a graver rule tells',
    cfn('AWS::EC2::NetworkAclEntry', 'Protocol: -1\nRuleAction: allow\nCidrBlock: 0.0.0.0/0'),
    'aws-acl-all-protocols',
  ],
  ['data of an application under /var', hostPath('/var/lib/shop'), 'kubernetes-host-system-path'],
  ['logs for an agent of the cluster', hostPath('/var/log', 'kube-system'), 'kubernetes-host-system-path'],
  ['files for an agent of the cluster', hostPath('/opt/agent', 'kube-system'), 'kubernetes-host-path'],
] as const;

/** The same in a way that is a flaw. */
const counterparts = [
  [
    'a firewall of Azure that names every address',
    tf('azurerm_search_service', `${named}allowed_ips = ["0.0.0.0/0"]`),
    'azure-search-public',
  ],
  [
    'a service of Azure that has no firewall at all',
    tf('azurerm_servicebus_namespace', named),
    'azure-search-public',
  ],
  [
    'SSH of an image that only begins like a host of repositories',
    {
      path: 'compose.yaml',
      text: 'services:\n  a:\n    image: shop/giteabot:1.2\n    ports: ["2222:22"]\n',
    },
    'compose-remote-login',
  ],
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
  ...['terraform-google-open-ingress', 'terraform-google-open-port'].map(
    (rule) =>
      [
        `each of a service and of other ports of one rule of Google: ${rule}`,
        tf(
          'google_compute_firewall',
          'source_ranges = ["0.0.0.0/0"]\nallow {\n  protocol = "tcp"\n  ports = ["30000-32000", "22"]\n}',
        ),
        rule,
      ] as const,
  ),
  ...['terraform-azure-open-ingress', 'terraform-azure-open-port'].map(
    (rule) =>
      [
        `each of a service and of other ports of one rule of Azure: ${rule}`,
        tf(
          'azurerm_network_security_rule',
          'direction = "Inbound"\naccess = "Allow"\nprotocol = "Tcp"\ndestination_port_ranges = ["30000-32000", "22"]\nsource_address_prefix = "*"',
        ),
        rule,
      ] as const,
  ),
  [
    'a denial of SSH that comes after all is let in',
    tf(
      'aws_network_acl',
      'ingress {\n  rule_no = 100\n  protocol = -1\n  action = "allow"\n  from_port = 0\n  to_port = 0\n  cidr_block = "0.0.0.0/0"\n}\ningress {\n  rule_no = 200\n  protocol = -1\n  action = "deny"\n  from_port = 0\n  to_port = 0\n  cidr_block = "0.0.0.0/0"\n}',
    ),
    'aws-acl-open',
  ],
  [
    'a password that is none of a name',
    cfn('AWS::DocDB::DBCluster', `MasterUserPassword: ${['Winter', '2024'].join('')}`),
    'aws-database-password-literal',
  ],
  ['the root for an agent of the cluster', hostPath('/', 'kube-system'), 'kubernetes-host-system-path'],
  ['logs for an application', hostPath('/var/log'), 'kubernetes-host-system-path'],
  [
    'the port of SNMP by UDP',
    tf(
      'aws_vpc_security_group_ingress_rule',
      'from_port = 161\nto_port = 161\nip_protocol = "udp"\ncidr_ipv4 = "12.0.0.0/24"',
    ),
    'terraform-aws-public-network-ingress',
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
