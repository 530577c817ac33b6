import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isPresent, isFalse, either, isOneOf } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsAnalysisRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-athena-unencrypted',
    title: 'Results of Athena without encryption',
    severity: 'medium',
    weakness: 'encryption',
    description: `The results of queries, with whatever was selected, are written to the bucket without an encryption of their own.`,
    remediation: 'Add an encryption configuration with a key in KMS, and enforce it for the workgroup.',
    references: ['https://docs.aws.amazon.com/athena/latest/ug/encryption.html'],
    checks: [
      {
        at: { aws_athena_workgroup: 'configuration.result_configuration.encryption_configuration' },
        bad: isMissing,
        says: 'The results of {} are not encrypted.',
      },
      {
        at: { aws_athena_database: 'encryption_configuration' },
        bad: isMissing,
        says: 'The results of {} are not encrypted.',
      },
      {
        at: {
          'AWS::Athena::WorkGroup': 'WorkGroupConfiguration.ResultConfiguration.EncryptionConfiguration',
        },
        bad: isMissing,
        when: { WorkGroupConfiguration: isPresent },
        says: 'The results of {} are not encrypted.',
      },
    ],
    bad: [
      tf('aws_athena_database ◄', 'name = "shop"'),
      tf(
        'aws_athena_workgroup',
        'configuration {\n  result_configuration { ◄\n    output_location = "s3://x/"\n  }\n}',
      ),
    ],
    good: [
      tf('aws_athena_database', 'encryption_configuration {\n  encryption_option = "SSE_KMS"\n}'),
      tf(
        'aws_athena_workgroup',
        'configuration {\n  result_configuration {\n    encryption_configuration {\n      encryption_option = "SSE_S3"\n    }\n  }\n}',
      ),
    ],
  }),
  settingRule({
    id: 'aws-athena-settings-loose',
    title: 'Athena workgroup whose settings clients override',
    severity: 'medium',
    weakness: 'access',
    description: `Clients may choose where results go and whether they are encrypted, whatever the workgroup says.`,
    remediation: 'Set `enforce_workgroup_configuration = true`.',
    references: ['https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html'],
    checks: [
      {
        at: {
          aws_athena_workgroup: 'configuration.enforce_workgroup_configuration',
          'AWS::Athena::WorkGroup': 'WorkGroupConfiguration.EnforceWorkGroupConfiguration',
        },
        bad: isFalse,
        says: 'Clients override the settings of {}.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_athena_workgroup', 'configuration {\n  enforce_workgroup_configuration = false ◄\n}'),
      cfn('AWS::Athena::WorkGroup', 'WorkGroupConfiguration:\n  EnforceWorkGroupConfiguration: false ◄'),
    ],
    good: [
      tf('aws_athena_workgroup', 'configuration {\n  enforce_workgroup_configuration = true\n}'),
      cfn('AWS::Athena::WorkGroup', 'Name: shop'),
    ],
  }),
  settingRule({
    id: 'aws-emr-unsecured',
    title: 'EMR cluster without a security configuration',
    severity: 'medium',
    weakness: 'encryption',
    description: `Nothing says that the cluster encrypts its disks, its buckets and what its nodes send each other.`,
    remediation: 'Name a security configuration with encryption at rest and in transit.',
    references: [
      'https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html',
    ],
    checks: [
      {
        at: { 'AWS::EMR::Cluster': 'SecurityConfiguration', aws_emr_cluster: 'security_configuration' },
        bad: isMissing,
        says: '{} has no security configuration, so its data is in the clear.',
      },
    ],
    bad: [cfn('AWS::EMR::Cluster ◄', 'Name: reports'), tf('aws_emr_cluster ◄', 'name = "reports"')],
    good: [
      cfn('AWS::EMR::Cluster', 'SecurityConfiguration: !Ref Security'),
      tf('aws_emr_cluster', 'security_configuration = "strict"'),
    ],
  }),
  settingRule({
    id: 'aws-glue-unencrypted',
    title: 'Glue that writes in the clear',
    severity: 'medium',
    weakness: 'encryption',
    description: `Logs, bookmarks, targets or the catalogue of Glue are written without encryption, with names and samples of the data in them.`,
    remediation: 'Set each mode of the encryption to one with a key in KMS.',
    references: ['https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html'],
    checks: [
      {
        at: {
          aws_glue_security_configuration:
            'encryption_configuration.cloudwatch_encryption.cloudwatch_encryption_mode',
          'AWS::Glue::SecurityConfiguration':
            'EncryptionConfiguration.CloudWatchEncryption.CloudWatchEncryptionMode',
        },
        bad: either(isMissing, isOneOf('DISABLED')),
        says: 'The logs of {} are not encrypted.',
      },
      {
        at: {
          aws_glue_security_configuration:
            'encryption_configuration.job_bookmarks_encryption.job_bookmarks_encryption_mode',
          'AWS::Glue::SecurityConfiguration':
            'EncryptionConfiguration.JobBookmarksEncryption.JobBookmarksEncryptionMode',
        },
        bad: isOneOf('DISABLED'),
        says: 'The bookmarks of {} are not encrypted.',
      },
      {
        at: {
          aws_glue_security_configuration: 'encryption_configuration.s3_encryption.s3_encryption_mode',
          'AWS::Glue::SecurityConfiguration': 'EncryptionConfiguration.S3Encryptions.S3EncryptionMode',
        },
        bad: isOneOf('DISABLED'),
        says: 'What jobs with {} write is not encrypted.',
      },
      {
        at: {
          aws_glue_data_catalog_encryption_settings:
            'data_catalog_encryption_settings.encryption_at_rest.catalog_encryption_mode',
          'AWS::Glue::DataCatalogEncryptionSettings':
            'DataCatalogEncryptionSettings.EncryptionAtRest.CatalogEncryptionMode',
        },
        bad: isOneOf('DISABLED'),
        says: 'The catalogue is not encrypted.',
      },
      {
        at: {
          aws_glue_data_catalog_encryption_settings:
            'data_catalog_encryption_settings.connection_password_encryption.return_connection_password_encrypted',
          'AWS::Glue::DataCatalogEncryptionSettings':
            'DataCatalogEncryptionSettings.ConnectionPasswordEncryption.ReturnConnectionPasswordEncrypted',
        },
        bad: isFalse,
        says: 'Passwords of connections are given in the clear.',
        fix: 'true',
      },
    ],
    bad: [
      tf(
        'aws_glue_security_configuration',
        'encryption_configuration {\n  cloudwatch_encryption {\n    cloudwatch_encryption_mode = "DISABLED" ◄\n  }\n}',
      ),
      tf(
        'aws_glue_data_catalog_encryption_settings',
        'data_catalog_encryption_settings {\n  connection_password_encryption {\n    return_connection_password_encrypted = false ◄\n  }\n}',
      ),
    ],
    good: [
      tf(
        'aws_glue_security_configuration',
        'encryption_configuration {\n  cloudwatch_encryption {\n    cloudwatch_encryption_mode = "SSE-KMS"\n  }\n}',
      ),
      tf(
        'aws_glue_data_catalog_encryption_settings',
        'data_catalog_encryption_settings {\n  encryption_at_rest {\n    catalog_encryption_mode = "SSE-KMS"\n  }\n}',
      ),
    ],
  }),
  settingRule({
    id: 'aws-glue-unsecured',
    title: 'Glue without a security configuration',
    severity: 'low',
    weakness: 'encryption',
    description: `Nothing says that the job or crawler encrypts its logs, its bookmarks and what it writes to buckets.`,
    remediation: 'Name a security configuration that encrypts all three with a key in KMS.',
    references: ['https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html'],
    checks: [
      {
        at: {
          aws_glue_job: 'security_configuration',
          aws_glue_crawler: 'security_configuration',
          aws_glue_dev_endpoint: 'security_configuration',
          'AWS::Glue::Job': 'SecurityConfiguration',
          'AWS::Glue::Crawler': 'CrawlerSecurityConfiguration',
          'AWS::Glue::DevEndpoint': 'SecurityConfiguration',
        },
        bad: isMissing,
        says: '{} has no security configuration.',
      },
    ],
    bad: [tf('aws_glue_crawler ◄', 'name = "orders"'), cfn('AWS::Glue::Job ◄', 'Name: orders')],
    good: [
      tf('aws_glue_job', 'security_configuration = "strict"'),
      cfn('AWS::Glue::Crawler', 'CrawlerSecurityConfiguration: !Ref Security'),
    ],
  }),
  settingRule({
    id: 'aws-notebook-reachable',
    title: 'Notebook with direct access to the internet',
    severity: 'medium',
    weakness: 'exposure',
    description: `The notebook reaches the internet past the network of the account: data leaves it unseen.`,
    remediation: 'Disable direct internet access, and route the notebook through your network.',
    references: [`${hub}/sagemaker-controls.html#sagemaker-1`],
    checks: [
      {
        at: {
          aws_sagemaker_notebook_instance: 'direct_internet_access',
          'AWS::SageMaker::NotebookInstance': 'DirectInternetAccess',
        },
        // Left out it is on.
        bad: either(isMissing, isOneOf('Enabled')),
        says: '{} reaches the internet past your network.',
        fix: '"Disabled"',
      },
    ],
    bad: [
      tf('aws_sagemaker_notebook_instance', 'direct_internet_access = "Enabled" ◄'),
      cfn('AWS::SageMaker::NotebookInstance ◄', 'InstanceType: ml.t3.medium'),
    ],
    good: [
      tf('aws_sagemaker_notebook_instance', 'direct_internet_access = "Disabled"'),
      cfn('AWS::SageMaker::NotebookInstance', 'DirectInternetAccess: Disabled'),
    ],
  }),
  settingRule({
    id: 'aws-notebook-root',
    title: 'Notebook whose users are root',
    severity: 'low',
    weakness: 'privilege',
    description: `Users of the notebook, and every script that they paste, have all rights over its machine and whatever runs on it.`,
    remediation: 'Set root access of the notebook to `Disabled`.',
    references: [`${hub}/sagemaker-controls.html#sagemaker-3`],
    checks: [
      {
        at: {
          aws_sagemaker_notebook_instance: 'root_access',
          'AWS::SageMaker::NotebookInstance': 'RootAccess',
        },
        // Left out it is on.
        bad: either(isMissing, isOneOf('Enabled')),
        mayBeSeenTo: true,
        says: 'Users of {} are root.',
        fix: '"Disabled"',
      },
    ],
    bad: [
      tf('aws_sagemaker_notebook_instance', 'root_access = "Enabled" ◄'),
      cfn('AWS::SageMaker::NotebookInstance ◄', 'InstanceType: ml.t3.medium'),
    ],
    good: [
      tf('aws_sagemaker_notebook_instance', 'root_access = "Disabled"'),
      cfn('AWS::SageMaker::NotebookInstance', 'RootAccess: Disabled'),
    ],
  }),
  settingRule({
    id: 'aws-model-key-missing',
    title: 'Disk of a notebook or model without a key',
    severity: 'low',
    weakness: 'encryption',
    description: `The disk, with training data and models on it, is kept without a key of yours, so that access to it cannot be governed or taken away.`,
    remediation: 'Name a key in KMS for the volumes of notebooks and endpoints.',
    references: ['https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html'],
    checks: [
      {
        at: {
          aws_sagemaker_endpoint_configuration: 'kms_key_arn',
          'AWS::SageMaker::EndpointConfig': 'KmsKeyId',
          aws_sagemaker_notebook_instance: 'kms_key_id',
          'AWS::SageMaker::NotebookInstance': 'KmsKeyId',
        },
        bad: either(isMissing, isOneOf('')),
        mayBeSeenTo: true,
        says: 'The disk of {} has no key of yours.',
      },
    ],
    bad: [
      tf('aws_sagemaker_notebook_instance ◄', 'name = "lab"'),
      cfn('AWS::SageMaker::EndpointConfig ◄', 'EndpointConfigName: shop'),
    ],
    good: [
      tf('aws_sagemaker_notebook_instance', 'kms_key_id = var.key'),
      cfn('AWS::SageMaker::EndpointConfig', 'KmsKeyId: !Ref Key'),
    ],
  }),
];
