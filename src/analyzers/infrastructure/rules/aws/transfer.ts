import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { either, hasItem, isMissing, isOneOf } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
const databases = [
  'aurora',
  'aurora-postgresql',
  'azuredb',
  'db2',
  'docdb',
  'mariadb',
  'mongodb',
  'mysql',
  'oracle',
  'postgres',
  'sqlserver',
  'sybase',
];

/** Servers of Transfer Family, and copies of databases by DMS. */
export const awsTransferRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-transfer-plaintext',
    title: 'File server that speaks FTP',
    severity: 'medium',
    weakness: 'transport',
    description: `FTP sends passwords and files in the clear: whoever is on the way reads both, and may change the files. AWS offers FTP only within a network.`,
    remediation: 'Offer `SFTP` or `FTPS` only, which encrypt passwords and files.',
    references: [
      `${hub}/transfer-controls.html#transfer-2`,
      'https://docs.aws.amazon.com/transfer/latest/userguide/create-server-ftp.html',
    ],
    checks: [
      {
        at: { aws_transfer_server: 'protocols', 'AWS::Transfer::Server': 'Protocols' },
        bad: hasItem(/^FTP$/),
        says: '{} takes passwords and files in the clear.',
      },
    ],
    bad: [
      tf('aws_transfer_server', 'security_policy_name = var.tls\nprotocols = ["SFTP", "FTP"] ◄'),
      cfn('AWS::Transfer::Server', 'SecurityPolicyName: !Ref Tls\nProtocols: [FTP] ◄'),
    ],
    good: [
      tf('aws_transfer_server', 'protocols = ["SFTP"]'),
      cfn('AWS::Transfer::Server', 'Protocols: [FTPS]'),
    ],
  }),
  settingRule({
    id: 'aws-transfer-cipher-old',
    title: 'File server with an outdated security policy',
    severity: 'low',
    weakness: 'cipher',
    cwe: [326, 327],
    description: `The policy takes key exchanges and checksums with SHA-1, which newer ones have left out. It is also the policy where none is named.`,
    remediation: 'Name `TransferSecurityPolicy-2024-01` or a later one.',
    references: ['https://docs.aws.amazon.com/transfer/latest/userguide/security-policies.html'],
    checks: [
      {
        at: { aws_transfer_server: 'security_policy_name', 'AWS::Transfer::Server': 'SecurityPolicyName' },
        bad: either(isMissing, isOneOf('TransferSecurityPolicy-2018-11', 'TransferSecurityPolicy-2020-06')),
        says: '{} takes outdated ciphers.',
      },
    ],
    bad: [
      tf('aws_transfer_server', 'security_policy_name = "TransferSecurityPolicy-2018-11" ◄'),
      cfn('AWS::Transfer::Server ◄', 'EndpointType: VPC'),
    ],
    good: [
      tf('aws_transfer_server', 'security_policy_name = "TransferSecurityPolicy-2024-01"'),
      cfn('AWS::Transfer::Server', 'SecurityPolicyName: !Ref Policy'),
    ],
  }),
  settingRule({
    id: 'aws-transfer-reachable',
    title: 'File server with an address that cannot be narrowed',
    severity: 'low',
    confidence: 'medium',
    weakness: 'exposure',
    description: `The endpoint of the server is public, as where none is named: no security group narrows who may try passwords on it.`,
    remediation:
      'Set the endpoint type to `VPC`; with addresses of its own it can still be reached, but from named networks.',
    references: ['https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html'],
    checks: [
      {
        at: { aws_transfer_server: 'endpoint_type', 'AWS::Transfer::Server': 'EndpointType' },
        bad: either(isMissing, isOneOf('PUBLIC')),
        says: 'Every address may try to log in to {}.',
      },
    ],
    bad: [
      tf('aws_transfer_server', 'endpoint_type = "PUBLIC" ◄'),
      cfn('AWS::Transfer::Server ◄', 'Protocols: [SFTP]'),
    ],
    good: [
      tf('aws_transfer_server', 'endpoint_type = "VPC"'),
      cfn('AWS::Transfer::Server', 'EndpointType: !Ref Endpoint'),
    ],
  }),
  settingRule({
    id: 'aws-migration-plaintext',
    title: 'Copy of a database over a connection without TLS',
    severity: 'medium',
    weakness: 'transport',
    description: `Whole tables, and the password of the database, go between the replication instance and the database in the clear.`,
    remediation: 'Set the SSL mode of the endpoint to `require`, or `verify-full` with a certificate.',
    references: [`${hub}/dms-controls.html#dms-9`],
    checks: [
      {
        at: { aws_dms_endpoint: 'ssl_mode', 'AWS::DMS::Endpoint': 'SslMode' },
        bad: either(isMissing, isOneOf('none')),
        when: {
          engine_name: either(isMissing, isOneOf(...databases)),
          EngineName: either(isMissing, isOneOf(...databases)),
        },
        says: 'What {} copies is sent in the clear.',
      },
    ],
    bad: [
      tf('aws_dms_endpoint', 'engine_name = "postgres"\nssl_mode = "none" ◄'),
      cfn('AWS::DMS::Endpoint ◄', 'EngineName: mysql\nEndpointType: source'),
    ],
    good: [
      tf('aws_dms_endpoint', 'engine_name = "postgres"\nssl_mode = "verify-full"'),
      cfn('AWS::DMS::Endpoint', 'EngineName: kinesis\nEndpointType: target'),
    ],
  }),
];
