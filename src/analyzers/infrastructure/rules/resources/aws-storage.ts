import { cfn, terraformFile, tf } from './examples.js';
import { settingRule } from './setting.js';
import { either, hasItem, isFalse, isMissing, isNoneOf, isOff, isOneOf, isPresent, isTrue } from './tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsStorageRules = [
  settingRule({
    id: 'aws-volume-unencrypted',
    title: 'Disk or file system without encryption',
    severity: 'high',
    weakness: 'encryption',
    description: `The volume, its snapshots and what is made from them are written in the clear. Whoever gets hold of a snapshot reads the disk.`,
    remediation: 'Encrypt the volume; `aws_ebs_encryption_by_default` does so for every new one of a region.',
    references: [
      `${hub}/ec2-controls.html#ec2-3`,
      `${hub}/efs-controls.html#efs-1`,
      `${hub}/workspaces-controls.html#workspaces-1`,
    ],
    checks: [
      {
        at: {
          aws_ebs_volume: 'encrypted',
          'AWS::EC2::Volume': 'Encrypted',
          aws_efs_file_system: 'encrypted',
          'AWS::EFS::FileSystem': 'Encrypted',
        },
        bad: isOff,
        when: { snapshot_id: isMissing, SnapshotId: isMissing },
        unless: { aws_ebs_encryption_by_default: '*' },
        says: '{} is not encrypted.',
        fix: 'true',
      },
      {
        at: { aws_ebs_snapshot_copy: 'encrypted', aws_ami_copy: 'encrypted' },
        bad: isOff,
        says: 'The copy {} is not encrypted.',
        fix: 'true',
      },
      {
        at: { aws_ami: 'ebs_block_device.encrypted' },
        bad: isOff,
        when: { 'ebs_block_device.snapshot_id': isMissing },
        says: 'A disk of the image {} is not encrypted.',
        fix: 'true',
      },
      {
        at: {
          aws_workspaces_workspace: 'root_volume_encryption_enabled',
          'AWS::WorkSpaces::Workspace': 'RootVolumeEncryptionEnabled',
        },
        bad: isOff,
        says: 'The root volume of {} is not encrypted.',
        fix: 'true',
      },
      {
        at: {
          aws_workspaces_workspace: 'user_volume_encryption_enabled',
          'AWS::WorkSpaces::Workspace': 'UserVolumeEncryptionEnabled',
        },
        bad: isOff,
        says: 'The user volume of {} is not encrypted.',
        fix: 'true',
      },
      {
        at: {
          aws_instance: 'root_block_device.encrypted',
          aws_launch_configuration: 'root_block_device.encrypted',
        },
        bad: isOff,
        when: { root_block_device: isPresent },
        says: 'A disk of {} is not encrypted.',
        fix: 'true',
      },
      {
        at: {
          aws_instance: 'ebs_block_device.encrypted',
          aws_launch_configuration: 'ebs_block_device.encrypted',
        },
        bad: isOff,
        when: { ebs_block_device: isPresent, 'ebs_block_device.snapshot_id': isMissing },
        says: 'A disk of {} is not encrypted.',
        fix: 'true',
      },
      {
        at: {
          'AWS::EC2::Instance': 'BlockDeviceMappings.Ebs.Encrypted',
          'AWS::AutoScaling::LaunchConfiguration': 'BlockDeviceMappings.Ebs.Encrypted',
        },
        bad: isFalse,
        says: 'A disk of {} is not encrypted.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_ebs_volume', 'size = 40\nencrypted = false ◄'),
      tf('aws_launch_configuration', 'ebs_block_device { ◄\n  device_name = "/dev/sdf"\n}'),
      cfn('AWS::EFS::FileSystem ◄', 'ThroughputMode: bursting'),
    ],
    good: [
      tf('aws_ebs_volume', 'size = 40\nencrypted = true'),
      terraformFile(
        'resource "aws_ebs_encryption_by_default" "all" {\n  enabled = true\n}\n\nresource "aws_ebs_volume" "main" {\n  size = 40\n}',
      ),
      cfn('AWS::EFS::FileSystem', 'Encrypted: !Ref Encrypted'),
    ],
  }),
  settingRule({
    id: 'aws-efs-transit-unencrypted',
    title: 'File system mounted in the clear',
    severity: 'medium',
    weakness: 'transport',
    description: `The tasks mount the file system without TLS: whoever is on the network reads and changes the files on their way.`,
    remediation: 'Set the transit encryption of the volume to `ENABLED`.',
    references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html'],
    checks: [
      {
        at: { aws_ecs_task_definition: 'volume.efs_volume_configuration.transit_encryption' },
        bad: isMissing,
        when: { 'volume.efs_volume_configuration': isPresent },
        says: 'A volume of {} is mounted in the clear.',
      },
      {
        at: { 'AWS::ECS::TaskDefinition': 'Volumes.EFSVolumeConfiguration.TransitEncryption' },
        bad: isMissing,
        when: { 'Volumes.EFSVolumeConfiguration': isPresent },
        says: 'A volume of {} is mounted in the clear.',
      },
      {
        at: {
          aws_ecs_task_definition: 'volume.efs_volume_configuration.transit_encryption',
          'AWS::ECS::TaskDefinition': 'Volumes.EFSVolumeConfiguration.TransitEncryption',
        },
        bad: isOneOf('DISABLED'),
        says: 'A volume of {} is mounted in the clear.',
      },
    ],
    bad: [
      tf(
        'aws_ecs_task_definition',
        'volume {\n  name = "data"\n  efs_volume_configuration {\n    file_system_id = "fs-1"\n    transit_encryption = "DISABLED" ◄\n  }\n}',
      ),
      cfn(
        'AWS::ECS::TaskDefinition',
        'Volumes:\n  - Name: data\n    EFSVolumeConfiguration:\n      TransitEncryption: DISABLED ◄',
      ),
    ],
    good: [
      tf(
        'aws_ecs_task_definition',
        'volume {\n  name = "data"\n  efs_volume_configuration {\n    file_system_id = "fs-1"\n    transit_encryption = "ENABLED"\n  }\n}',
      ),
      tf('aws_ecs_task_definition', 'family = "shop"'),
    ],
  }),
  settingRule({
    id: 'aws-s3-versioning-off',
    title: 'S3 bucket without versioning',
    severity: 'low',
    weakness: 'recovery',
    description: `Without versions nothing brings back an object that is overwritten or deleted, by mistake or by somebody who demands money for it.`,
    remediation: 'Enable versioning, with a rule that deletes old versions after a while.',
    references: [
      `${hub}/s3-controls.html#s3-14`,
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html',
    ],
    checks: [
      {
        at: { aws_s3_bucket: 'versioning' },
        bad: isMissing,
        unless: { aws_s3_bucket_versioning: 'bucket' },
        says: 'Nothing brings back what is overwritten in {}.',
      },
      {
        at: { aws_s3_bucket: 'versioning.enabled' },
        bad: isOff,
        when: { versioning: isPresent },
        says: 'Nothing brings back what is overwritten in {}.',
        fix: 'true',
      },
      {
        at: {
          aws_s3_bucket_versioning: 'versioning_configuration.status',
          'AWS::S3::Bucket': 'VersioningConfiguration.Status',
        },
        bad: either(isOneOf('Suspended', 'Disabled'), isMissing),
        says: 'Nothing brings back what is overwritten in {}.',
      },
    ],
    bad: [
      tf('aws_s3_bucket ◄', 'bucket = "shop-reports"'),
      cfn('AWS::S3::Bucket', 'VersioningConfiguration:\n  Status: Suspended ◄'),
    ],
    good: [
      tf(
        'aws_s3_bucket',
        'bucket = "shop-reports"',
        'resource "aws_s3_bucket_versioning" "main" {\n  bucket = aws_s3_bucket.main.id\n  versioning_configuration {\n    status = "Enabled"\n  }\n}',
      ),
      cfn('AWS::S3::Bucket', 'VersioningConfiguration:\n  Status: Enabled'),
    ],
  }),
  settingRule({
    id: 'aws-s3-logging-off',
    title: 'S3 bucket without access log',
    severity: 'low',
    weakness: 'logging',
    description: `No log is kept of the requests, so that nobody can tell afterwards who read or changed which objects of the bucket.`,
    remediation: 'Write access logs to another bucket, or record the objects in CloudTrail.',
    references: [
      `${hub}/s3-controls.html#s3-9`,
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html',
    ],
    checks: [
      {
        at: { aws_s3_bucket: 'logging' },
        bad: isMissing,
        when: { acl: either(isMissing, isNoneOf('log-delivery-write')) },
        unless: { aws_s3_bucket_logging: 'bucket', 'aws_s3_bucket_logging ': 'target_bucket' },
        says: 'No access to {} is logged.',
      },
      {
        at: { 'AWS::S3::Bucket': 'LoggingConfiguration' },
        bad: isMissing,
        when: { AccessControl: either(isMissing, isNoneOf('LogDeliveryWrite')) },
        says: 'No access to {} is logged.',
      },
    ],
    bad: [
      tf('aws_s3_bucket ◄', 'bucket = "shop-reports"'),
      cfn('AWS::S3::Bucket ◄', 'BucketName: shop-reports'),
    ],
    good: [
      tf(
        'aws_s3_bucket',
        'bucket = "shop-reports"',
        'resource "aws_s3_bucket_logging" "main" {\n  bucket = aws_s3_bucket.main.id\n  target_bucket = "shop-logs"\n}',
      ),
      cfn('AWS::S3::Bucket', 'AccessControl: LogDeliveryWrite'),
    ],
  }),
  settingRule({
    id: 'aws-s3-acl-public',
    title: 'S3 bucket that everybody may read or write by its ACL',
    severity: 'critical',
    weakness: 'exposure',
    description: `The access list of the bucket lets everybody, or everybody with any account of AWS, read, list or write its objects.`,
    remediation: 'Remove the access list, block public access, and serve what is public through CloudFront.',
    references: [
      `${hub}/s3-controls.html#s3-2`,
      `${hub}/s3-controls.html#s3-3`,
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl',
    ],
    checks: [
      {
        at: { 'AWS::S3::Bucket': 'AccessControl' },
        bad: isOneOf('PublicRead', 'PublicReadWrite', 'AuthenticatedRead'),
        when: { 'PublicAccessBlockConfiguration.IgnorePublicAcls': isOff },
        says: 'Everybody may reach what is in {}.',
      },
      {
        at: {
          aws_s3_bucket: 'grant.uri',
          aws_s3_bucket_acl: 'access_control_policy.access_control_policy.grant.grantee.uri',
        },
        bad: hasItem(/\/groups\/global\/(?:AllUsers|AuthenticatedUsers)$/),
        unless: { aws_s3_bucket_public_access_block: 'bucket' },
        says: 'Everybody may reach what is in {}.',
      },
      {
        at: { aws_s3_bucket_object: 'acl', aws_s3_object: 'acl' },
        bad: isOneOf('public-read', 'public-read-write', 'authenticated-read'),
        severity: 'medium',
        says: 'Everybody may read the object {}.',
      },
    ],
    bad: [
      cfn('AWS::S3::Bucket', 'AccessControl: PublicReadWrite ◄'),
      tf('aws_s3_object', 'bucket = "shop"\nkey = "a.pdf"\nacl = "public-read" ◄'),
    ],
    good: [
      cfn('AWS::S3::Bucket', 'AccessControl: Private'),
      cfn(
        'AWS::S3::Bucket',
        'AccessControl: PublicRead\nPublicAccessBlockConfiguration:\n  IgnorePublicAcls: true',
      ),
    ],
  }),
  settingRule({
    id: 'aws-s3-access-block-off',
    title: 'S3 bucket without a block of public access',
    severity: 'medium',
    weakness: 'exposure',
    description: `Nothing stops a later access list or policy from opening the bucket to everybody. One mistaken line is then enough.`,
    remediation: 'Set all four settings of the public access block to true.',
    references: [
      `${hub}/s3-controls.html#s3-8`,
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    ],
    checks: ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].map(
      (setting) => ({
        at: { 'AWS::S3::Bucket': `PublicAccessBlockConfiguration.${setting}` },
        bad: isFalse,
        says: `{} has ${setting} off, so that it can be opened to everybody.`,
        fix: 'true',
      }),
    ),
    bad: [
      cfn(
        'AWS::S3::Bucket',
        'PublicAccessBlockConfiguration:\n  BlockPublicAcls: true\n  BlockPublicPolicy: false ◄',
      ),
      cfn('AWS::S3::Bucket', 'PublicAccessBlockConfiguration:\n  RestrictPublicBuckets: false ◄'),
    ],
    good: [
      cfn(
        'AWS::S3::Bucket',
        'PublicAccessBlockConfiguration:\n  BlockPublicAcls: true\n  BlockPublicPolicy: true',
      ),
      cfn('AWS::S3::Bucket', 'PublicAccessBlockConfiguration:\n  BlockPublicPolicy: !Ref Block'),
    ],
  }),
  settingRule({
    id: 'aws-s3-cors-open',
    title: 'S3 bucket whose CORS rule trusts every site',
    severity: 'medium',
    weakness: 'access',
    cwe: [942],
    description: `Scripts of every site may use methods that change objects in the bucket, with whatever URL they get hold of.`,
    remediation: 'Name the origins, the methods and the headers that your pages need.',
    references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html'],
    checks: [
      {
        at: {
          aws_s3_bucket: 'cors_rule.allowed_origins',
          aws_s3_bucket_cors_configuration: 'cors_rule.allowed_origins',
        },
        bad: hasItem(/^\*$/),
        when: { 'cors_rule.allowed_methods': hasItem(/^(?:PUT|POST|DELETE)$/) },
        says: 'Scripts of every site may write to {}.',
      },
      {
        at: { 'AWS::S3::Bucket': 'CorsConfiguration.CorsRules.AllowedOrigins' },
        bad: hasItem(/^\*$/),
        when: { 'CorsConfiguration.CorsRules.AllowedMethods': hasItem(/^(?:PUT|POST|DELETE)$/) },
        says: 'Scripts of every site may write to {}.',
      },
    ],
    bad: [
      tf(
        'aws_s3_bucket_cors_configuration',
        'bucket = "shop"\ncors_rule {\n  allowed_methods = ["PUT"]\n  allowed_origins = ["*"] ◄\n}',
      ),
      cfn(
        'AWS::S3::Bucket',
        "CorsConfiguration:\n  CorsRules:\n    - AllowedMethods: [DELETE]\n      AllowedOrigins: ['*'] ◄",
      ),
    ],
    good: [
      tf(
        'aws_s3_bucket_cors_configuration',
        'bucket = "shop"\ncors_rule {\n  allowed_methods = ["GET"]\n  allowed_origins = ["*"]\n}',
      ),
      tf(
        'aws_s3_bucket_cors_configuration',
        'bucket = "shop"\ncors_rule {\n  allowed_methods = ["PUT"]\n  allowed_origins = ["https://shop.example"]\n}',
      ),
    ],
  }),
  settingRule({
    id: 'aws-queue-unencrypted',
    title: 'Queue, topic or stream without encryption',
    severity: 'medium',
    weakness: 'encryption',
    description: `Messages are kept without a key of yours. Whoever may read the queue, topic or stream reads its contents, and no key can be taken from them.`,
    remediation: 'Set a key of KMS, or switch on the encryption that the service manages.',
    references: [
      `${hub}/sqs-controls.html#sqs-1`,
      `${hub}/sns-controls.html#sns-1`,
      `${hub}/kinesis-controls.html#kinesis-1`,
    ],
    checks: [
      {
        at: { aws_sqs_queue: 'kms_master_key_id' },
        bad: either(isMissing, isOneOf('')),
        when: { sqs_managed_sse_enabled: isOff },
        says: 'The messages of {} are not encrypted with a key.',
      },
      {
        at: { 'AWS::SQS::Queue': 'KmsMasterKeyId' },
        bad: either(isMissing, isOneOf('')),
        when: { SqsManagedSseEnabled: isOff },
        says: 'The messages of {} are not encrypted with a key.',
      },
      {
        at: { aws_sns_topic: 'kms_master_key_id', 'AWS::SNS::Topic': 'KmsMasterKeyId' },
        bad: either(isMissing, isOneOf('')),
        says: 'The messages of {} are not encrypted.',
      },
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
    ],
    bad: [
      tf('aws_sns_topic ◄', 'name = "orders"'),
      cfn('AWS::SQS::Queue ◄', 'QueueName: orders'),
      tf('aws_kinesis_stream', 'encryption_type = "NONE" ◄'),
    ],
    good: [
      tf('aws_sqs_queue', 'sqs_managed_sse_enabled = true'),
      tf('aws_sns_topic', 'kms_master_key_id = var.key'),
      cfn('AWS::SQS::Queue', 'KmsMasterKeyId: alias/aws/sqs'),
    ],
  }),
  settingRule({
    id: 'aws-service-key-missing',
    title: 'Data of a service kept without a key of your own',
    severity: 'low',
    weakness: 'encryption',
    description: `The service keeps the data with a key of AWS or in the clear. With a key of your own in KMS reading also needs the right to use the key, each use is logged,
and access can be taken away in one place.`,
    remediation: 'Name a key of your own in KMS, and let only those who need the data use it.',
    references: [
      'https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html',
      'https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html',
      'https://docs.aws.amazon.com/athena/latest/ug/encryption.html',
    ],
    checks: [
      {
        at: { aws_cloudwatch_log_group: 'kms_key_id', 'AWS::Logs::LogGroup': 'KmsKeyId' },
        bad: isMissing,
        says: 'The log {} is kept with a key of AWS.',
      },
      {
        at: { aws_secretsmanager_secret: 'kms_key_id', 'AWS::SecretsManager::Secret': 'KmsKeyId' },
        bad: isMissing,
        says: 'The secret {} is kept with a key of AWS, which other accounts cannot be given.',
      },
      {
        at: {
          aws_sagemaker_endpoint_configuration: 'kms_key_arn',
          'AWS::SageMaker::EndpointConfig': 'KmsKeyId',
          aws_sagemaker_notebook_instance: 'kms_key_id',
          'AWS::SageMaker::NotebookInstance': 'KmsKeyId',
        },
        bad: isMissing,
        severity: 'medium',
        says: 'The disk of {} has no key of yours.',
      },
      {
        at: { aws_athena_workgroup: 'configuration.result_configuration.encryption_configuration' },
        bad: isMissing,
        severity: 'medium',
        says: 'The results of {} are not encrypted.',
      },
      {
        at: { aws_athena_database: 'encryption_configuration' },
        bad: isMissing,
        severity: 'medium',
        says: 'The results of {} are not encrypted.',
      },
      {
        at: {
          aws_glue_security_configuration:
            'encryption_configuration.cloudwatch_encryption.cloudwatch_encryption_mode',
        },
        bad: either(isMissing, isOneOf('DISABLED')),
        severity: 'medium',
        says: 'The logs of {} are not encrypted.',
      },
      {
        at: { 'AWS::EMR::Cluster': 'SecurityConfiguration', aws_emr_cluster: 'security_configuration' },
        bad: isMissing,
        severity: 'medium',
        says: '{} has no security configuration, so its data is in the clear.',
      },
      {
        at: { aws_s3_bucket_object: 'server_side_encryption', aws_s3_object: 'server_side_encryption' },
        bad: isMissing,
        when: { kms_key_id: isMissing },
        says: 'The object {} has no encryption of its own.',
      },
      {
        at: { aws_codebuild_project: 'encryption_key', 'AWS::CodeBuild::Project': 'EncryptionKey' },
        bad: isMissing,
        says: 'What {} builds is kept with a key of AWS.',
      },
      {
        at: {
          aws_codebuild_project: 'artifacts.encryption_disabled',
          'AWS::CodeBuild::Project': 'Artifacts.EncryptionDisabled',
        },
        bad: isTrue,
        severity: 'medium',
        says: 'What {} builds is not encrypted.',
        fix: 'false',
      },
    ],
    bad: [
      tf('aws_cloudwatch_log_group ◄', 'name = "shop"'),
      cfn('AWS::EMR::Cluster ◄', 'Name: reports'),
      tf('aws_athena_database ◄', 'name = "shop"'),
    ],
    good: [
      tf('aws_cloudwatch_log_group', 'kms_key_id = var.key'),
      cfn('AWS::Logs::LogGroup', 'KmsKeyId: !GetAtt Key.Arn'),
    ],
  }),
  settingRule({
    id: 'aws-key-rotation-off',
    title: 'KMS key that is never rotated',
    severity: 'low',
    weakness: 'encryption',
    cwe: [324],
    description: `The key material stays the same for as long as the key exists. What was encrypted over all the years is then open at once when it leaks.`,
    remediation: 'Enable the yearly rotation, which changes nothing for those who use the key.',
    references: [
      `${hub}/kms-controls.html#kms-4`,
      'https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html',
    ],
    checks: [
      {
        at: { aws_kms_key: 'enable_key_rotation' },
        bad: isOff,
        when: {
          customer_master_key_spec: either(isMissing, isOneOf('SYMMETRIC_DEFAULT')),
          key_usage: either(isMissing, isOneOf('ENCRYPT_DECRYPT')),
        },
        says: '{} is never rotated.',
        fix: 'true',
      },
      {
        at: { 'AWS::KMS::Key': 'EnableKeyRotation' },
        bad: isOff,
        when: { KeySpec: either(isMissing, isOneOf('SYMMETRIC_DEFAULT')) },
        says: '{} is never rotated.',
        fix: 'true',
      },
      {
        at: { aws_kms_key: 'is_enabled', 'AWS::KMS::Key': 'Enabled' },
        bad: isFalse,
        says: '{} is switched off: what it encrypted cannot be read.',
        fix: 'true',
      },
    ],
    bad: [tf('aws_kms_key', 'enable_key_rotation = false ◄'), cfn('AWS::KMS::Key ◄', 'Description: orders')],
    good: [
      tf('aws_kms_key', 'customer_master_key_spec = "RSA_4096"'),
      cfn('AWS::KMS::Key', 'EnableKeyRotation: true'),
    ],
  }),
  settingRule({
    id: 'aws-registry-mutable',
    title: 'Registry whose tags can be moved',
    severity: 'medium',
    weakness: 'integrity',
    description: `A tag that was tested can later stand for another image. Whoever may push replaces what runs in production without a trace in its configuration.`,
    remediation: 'Set the tags to immutable, and deploy new versions by new tags.',
    references: [
      `${hub}/ecr-controls.html#ecr-2`,
      'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html',
    ],
    checks: [
      {
        at: { aws_ecr_repository: 'image_tag_mutability', 'AWS::ECR::Repository': 'ImageTagMutability' },
        bad: either(isMissing, isOneOf('MUTABLE')),
        says: 'The tags of {} can be moved.',
      },
    ],
    bad: [
      tf('aws_ecr_repository', 'image_tag_mutability = "MUTABLE" ◄'),
      cfn('AWS::ECR::Repository ◄', 'RepositoryName: shop'),
    ],
    good: [
      tf('aws_ecr_repository', 'image_tag_mutability = "IMMUTABLE"'),
      cfn('AWS::ECR::Repository', 'ImageTagMutability: !Ref Tags'),
    ],
  }),
  settingRule({
    id: 'aws-registry-scan-off',
    title: 'Registry that does not scan images',
    severity: 'low',
    weakness: 'protection',
    description: `Images with known flaws are stored and deployed without anybody being told, although the registry can look.`,
    remediation: 'Scan on push, or with Amazon Inspector for the whole registry.',
    references: [`${hub}/ecr-controls.html#ecr-1`],
    checks: [
      {
        at: {
          aws_ecr_repository: 'image_scanning_configuration.scan_on_push',
          'AWS::ECR::Repository': 'ImageScanningConfiguration.ScanOnPush',
        },
        bad: isOff,
        unless: { aws_ecr_registry_scanning_configuration: 'scan_type' },
        says: 'Images in {} are not scanned.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_ecr_repository', 'image_scanning_configuration {\n  scan_on_push = false ◄\n}'),
      cfn('AWS::ECR::Repository ◄', 'RepositoryName: shop'),
    ],
    good: [
      tf('aws_ecr_repository', 'image_scanning_configuration {\n  scan_on_push = true\n}'),
      cfn('AWS::ECR::Repository', 'ImageScanningConfiguration:\n  ScanOnPush: true'),
    ],
  }),
];
