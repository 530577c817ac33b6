import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isFalse, isTrue, isOff, either, isOneOf } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

const managed =
  'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html';
const noKey = either(isMissing, isOneOf(''));

export const awsMessageRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-queue-unencrypted',
    title: 'Queue without encryption',
    severity: 'medium',
    weakness: 'encryption',
    description: `The encryption that the service does by itself is switched off, and no key is named: messages are written in the clear.`,
    remediation: 'Set a key of KMS, or leave the encryption that the service manages on.',
    references: [`${hub}/sqs-controls.html#sqs-1`, managed],
    checks: [
      {
        at: { aws_sqs_queue: 'sqs_managed_sse_enabled' },
        bad: isFalse,
        when: { kms_master_key_id: noKey },
        says: 'The messages of {} are not encrypted.',
        fix: 'true',
      },
      {
        at: { 'AWS::SQS::Queue': 'SqsManagedSseEnabled' },
        bad: isFalse,
        when: { KmsMasterKeyId: noKey },
        says: 'The messages of {} are not encrypted.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_sqs_queue', 'sqs_managed_sse_enabled = false ◄'),
      cfn('AWS::SQS::Queue', 'SqsManagedSseEnabled: false ◄'),
    ],
    good: [
      tf('aws_sqs_queue', 'sqs_managed_sse_enabled = false\nkms_master_key_id = "alias/orders"'),
      cfn('AWS::SQS::Queue', 'QueueName: orders'),
    ],
  }),
  settingRule({
    id: 'aws-queue-own-key-missing',
    title: 'Queue encrypted with a key of AWS',
    severity: 'low',
    weakness: 'encryption',
    description: `The service encrypts by itself, but with a key that AWS owns: whoever may read the queue may read its messages, and no use of the key is logged.`,
    remediation: 'Name a key of your own in KMS for queues with sensitive messages.',
    references: [managed],
    checks: [
      {
        at: { aws_sqs_queue: 'kms_master_key_id' },
        bad: noKey,
        when: { sqs_managed_sse_enabled: isMissing },
        mayBeSeenTo: true,
        says: 'The messages of {} are encrypted with a key of AWS.',
      },
      {
        at: { 'AWS::SQS::Queue': 'KmsMasterKeyId' },
        bad: noKey,
        when: { SqsManagedSseEnabled: isMissing },
        mayBeSeenTo: true,
        says: 'The messages of {} are encrypted with a key of AWS.',
      },
    ],
    bad: [tf('aws_sqs_queue', 'kms_master_key_id = "" ◄'), cfn('AWS::SQS::Queue ◄', 'QueueName: orders')],
    good: [
      tf('aws_sqs_queue', 'sqs_managed_sse_enabled = true'),
      cfn('AWS::SQS::Queue', 'KmsMasterKeyId: alias/aws/sqs'),
    ],
  }),
  settingRule({
    id: 'aws-topic-unencrypted',
    title: 'Topic without encryption',
    severity: 'medium',
    weakness: 'encryption',
    description: `Messages of the topic are kept without a key of yours while they wait for their receivers.`,
    remediation: 'Set a key of KMS for the topic in `kms_master_key_id`.',
    references: [`${hub}/sns-controls.html#sns-1`],
    checks: [
      {
        at: { aws_sns_topic: 'kms_master_key_id', 'AWS::SNS::Topic': 'KmsMasterKeyId' },
        bad: either(isMissing, isOneOf('')),
        says: 'The messages of {} are not encrypted.',
      },
    ],
    bad: [tf('aws_sns_topic ◄', 'name = "orders"'), cfn('AWS::SNS::Topic ◄', 'TopicName: orders')],
    good: [
      tf('aws_sns_topic', 'kms_master_key_id = var.key'),
      cfn('AWS::SNS::Topic', 'KmsMasterKeyId: alias/aws/sns'),
    ],
  }),
  settingRule({
    id: 'aws-stream-unencrypted',
    title: 'Stream without encryption',
    severity: 'medium',
    weakness: 'encryption',
    description: `Records are kept in the stream in the clear, for days or months. Whoever may read it reads them, and no key can be taken from them.`,
    remediation: 'Set the encryption type of the stream to `KMS`.',
    references: [
      `${hub}/kinesis-controls.html#kinesis-1`,
      'https://docs.aws.amazon.com/streams/latest/dev/server-side-encryption.html',
    ],
    checks: [
      {
        at: {
          aws_kinesis_stream: 'encryption_type',
          'AWS::Kinesis::Stream': 'StreamEncryption.EncryptionType',
        },
        bad: either(isMissing, isOneOf('NONE')),
        says: 'The records of {} are not encrypted.',
      },
      {
        at: { aws_kinesis_firehose_delivery_stream: 'server_side_encryption.enabled' },
        bad: isOff,
        when: { kinesis_source_configuration: isMissing },
        says: 'The records of {} are not encrypted.',
        fix: 'true',
      },
      {
        at: { 'AWS::KinesisFirehose::DeliveryStream': 'DeliveryStreamEncryptionConfigurationInput' },
        bad: isMissing,
        when: { DeliveryStreamType: either(isMissing, isOneOf('DirectPut')) },
        says: 'The records of {} are not encrypted.',
      },
    ],
    bad: [
      tf('aws_kinesis_stream', 'encryption_type = "NONE" ◄'),
      cfn('AWS::Kinesis::Stream ◄', 'ShardCount: 1'),
    ],
    good: [
      tf('aws_kinesis_stream', 'encryption_type = "KMS"'),
      cfn('AWS::Kinesis::Stream', 'StreamEncryption:\n  EncryptionType: KMS'),
    ],
  }),
  settingRule({
    id: 'aws-msk-plaintext',
    title: 'Kafka cluster whose clients talk in the clear',
    severity: 'high',
    weakness: 'transport',
    description: `Clients of the cluster may talk without TLS: whoever is on the network reads and changes the messages.`,
    remediation: 'Set the encryption between clients and brokers to `TLS`.',
    references: [
      `${hub}/msk-controls.html#msk-1`,
      'https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html',
    ],
    checks: [
      {
        at: {
          aws_msk_cluster: 'encryption_info.encryption_in_transit.client_broker',
          'AWS::MSK::Cluster': 'EncryptionInfo.EncryptionInTransit.ClientBroker',
        },
        bad: isOneOf('PLAINTEXT', 'TLS_PLAINTEXT'),
        says: 'Clients may talk to {} in the clear.',
        fix: '"TLS"',
      },
    ],
    bad: [
      tf(
        'aws_msk_cluster',
        'encryption_info {\n  encryption_in_transit {\n    client_broker = "TLS_PLAINTEXT" ◄\n  }\n}',
      ),
      cfn('AWS::MSK::Cluster', 'EncryptionInfo:\n  EncryptionInTransit:\n    ClientBroker: PLAINTEXT ◄'),
    ],
    good: [
      tf(
        'aws_msk_cluster',
        'encryption_info {\n  encryption_in_transit {\n    client_broker = "TLS"\n  }\n}',
      ),
      cfn('AWS::MSK::Cluster', 'EncryptionInfo:\n  EncryptionInTransit:\n    ClientBroker: TLS'),
    ],
  }),
  settingRule({
    id: 'aws-msk-brokers-plaintext',
    title: 'Kafka brokers that talk in the clear',
    severity: 'high',
    weakness: 'transport',
    description: `The brokers of the cluster send each other every message without TLS: whoever is on their network reads and changes it.`,
    remediation: 'Leave the encryption inside of the cluster on, which is the default.',
    references: ['https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html'],
    checks: [
      {
        at: {
          aws_msk_cluster: 'encryption_info.encryption_in_transit.in_cluster',
          'AWS::MSK::Cluster': 'EncryptionInfo.EncryptionInTransit.InCluster',
        },
        bad: isFalse,
        says: 'The brokers of {} talk in the clear.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_msk_cluster', 'encryption_info {\n  encryption_in_transit {\n    in_cluster = false ◄\n  }\n}'),
      cfn('AWS::MSK::Cluster', 'EncryptionInfo:\n  EncryptionInTransit:\n    InCluster: false ◄'),
    ],
    good: [
      tf('aws_msk_cluster', 'encryption_info {\n  encryption_in_transit {\n    in_cluster = true\n  }\n}'),
      cfn('AWS::MSK::Cluster', 'EncryptionInfo:\n  EncryptionInTransit:\n    InCluster: true'),
    ],
  }),
  settingRule({
    id: 'aws-msk-key-missing',
    title: 'Kafka cluster that says nothing of encryption',
    severity: 'low',
    weakness: 'encryption',
    description: `The messages are kept with a key of AWS, of which no use can be governed or taken away.`,
    remediation: 'Add `encryption_info` with a key of your own in KMS.',
    references: ['https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html'],
    checks: [
      {
        at: { aws_msk_cluster: 'encryption_info', 'AWS::MSK::Cluster': 'EncryptionInfo' },
        bad: isMissing,
        mayBeSeenTo: true,
        says: 'The data of {} is kept with a key of AWS.',
      },
    ],
    bad: [tf('aws_msk_cluster ◄', 'cluster_name = "shop"'), cfn('AWS::MSK::Cluster ◄', 'ClusterName: shop')],
    good: [
      tf('aws_msk_cluster', 'encryption_info {\n  encryption_at_rest_kms_key_arn = var.key\n}'),
      cfn('AWS::MSK::Cluster', 'EncryptionInfo:\n  EncryptionAtRest:\n    DataVolumeKMSKeyId: key'),
    ],
  }),
  settingRule({
    id: 'aws-msk-login-open',
    title: 'Kafka cluster that takes clients without a login',
    severity: 'high',
    weakness: 'authentication',
    description: `Whoever reaches the brokers reads and writes every topic: no login is asked for.`,
    remediation: 'Switch unauthenticated access off, and use IAM, SCRAM or client certificates.',
    references: [
      `${hub}/msk-controls.html#msk-6`,
      'https://docs.aws.amazon.com/msk/latest/developerguide/msk-authentication.html',
    ],
    checks: [
      {
        at: {
          aws_msk_cluster: 'client_authentication.unauthenticated',
          'AWS::MSK::Cluster': 'ClientAuthentication.Unauthenticated.Enabled',
        },
        bad: isTrue,
        says: '{} takes clients without a login.',
        fix: 'false',
      },
    ],
    bad: [
      tf('aws_msk_cluster', 'encryption_info {}\nclient_authentication {\n  unauthenticated = true ◄\n}'),
      cfn('AWS::MSK::Cluster', 'ClientAuthentication:\n  Unauthenticated:\n    Enabled: true ◄'),
    ],
    good: [
      tf('aws_msk_cluster', 'client_authentication {\n  sasl {\n    iam = true\n  }\n}'),
      cfn('AWS::MSK::Cluster', 'ClientAuthentication:\n  Unauthenticated:\n    Enabled: false'),
    ],
  }),
];
