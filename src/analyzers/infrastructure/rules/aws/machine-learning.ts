import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isFalse, isMissing, isOff, isOneOf, isPresent } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
const jobs = {
  'AWS::SageMaker::DataQualityJobDefinition': 'NetworkConfig',
  'AWS::SageMaker::ModelBiasJobDefinition': 'NetworkConfig',
  'AWS::SageMaker::ModelExplainabilityJobDefinition': 'NetworkConfig',
  'AWS::SageMaker::ModelQualityJobDefinition': 'NetworkConfig',
};
const within = (path: string): Record<string, string> =>
  Object.fromEntries(Object.entries(jobs).map(([type, network]) => [type, `${network}.${path}`]));

/** SageMaker and Bedrock; notebooks have rules in `analysis`. */
export const awsMachineLearningRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-model-network-open',
    title: 'Model that may talk to the internet',
    severity: 'medium',
    weakness: 'exposure',
    description: `The container of the model, and every package in it, may send to any address what it is asked and what it was trained with.`,
    remediation: 'Enable network isolation, or give the model subnets and security groups of your network.',
    references: [
      `${hub}/sagemaker-controls.html#sagemaker-5`,
      'https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html',
    ],
    checks: [
      {
        at: { aws_sagemaker_model: 'enable_network_isolation' },
        bad: isOff,
        when: { vpc_config: isMissing },
        says: '{} may send data to any address.',
        fix: 'true',
      },
      {
        at: { 'AWS::SageMaker::Model': 'EnableNetworkIsolation' },
        bad: isOff,
        when: { VpcConfig: isMissing },
        says: '{} may send data to any address.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_sagemaker_model', 'enable_network_isolation = false ◄'),
      cfn('AWS::SageMaker::Model ◄', 'ModelName: shop'),
    ],
    good: [
      tf('aws_sagemaker_model', 'enable_network_isolation = true'),
      cfn('AWS::SageMaker::Model', 'VpcConfig:\n  Subnets: !Ref Subnets'),
    ],
  }),
  settingRule({
    id: 'aws-model-traffic-plaintext',
    title: 'Job whose machines talk in the clear',
    severity: 'medium',
    weakness: 'transport',
    description: `The machines of the job send each other parts of the data without encryption: whoever is on their network reads what the model learns from.`,
    remediation: 'Enable the encryption of the traffic between containers.',
    references: [
      `${hub}/sagemaker-controls.html#sagemaker-9`,
      'https://docs.aws.amazon.com/sagemaker/latest/dg/train-encrypt.html',
    ],
    checks: [
      {
        at: {
          aws_sagemaker_data_quality_job_definition:
            'network_config.enable_inter_container_traffic_encryption',
          ...within('EnableInterContainerTrafficEncryption'),
        },
        bad: isFalse,
        says: 'The machines of {} talk in the clear.',
        fix: 'true',
      },
      {
        at: {
          aws_sagemaker_data_quality_job_definition:
            'network_config.enable_inter_container_traffic_encryption',
        },
        bad: isMissing,
        when: { network_config: isPresent },
        says: 'The machines of {} talk in the clear.',
      },
      {
        at: within('EnableInterContainerTrafficEncryption'),
        bad: isMissing,
        when: { NetworkConfig: isPresent },
        says: 'The machines of {} talk in the clear.',
      },
    ],
    bad: [
      tf(
        'aws_sagemaker_data_quality_job_definition',
        'network_config {\n  enable_inter_container_traffic_encryption = false ◄\n}',
      ),
      cfn('AWS::SageMaker::ModelBiasJobDefinition', 'NetworkConfig: ◄\n  EnableNetworkIsolation: true'),
    ],
    good: [
      tf(
        'aws_sagemaker_data_quality_job_definition',
        'network_config {\n  enable_inter_container_traffic_encryption = true\n}',
      ),
      cfn(
        'AWS::SageMaker::DataQualityJobDefinition',
        'NetworkConfig:\n  EnableInterContainerTrafficEncryption: true',
      ),
    ],
  }),
  settingRule({
    id: 'aws-model-job-key-missing',
    title: 'Job of a model without a key for its data',
    severity: 'low',
    weakness: 'encryption',
    description: `What the job reads and writes, with samples of the data, lies on disks and in buckets without a key of yours.`,
    remediation: 'Name a key in KMS for the volume and for the output of the job.',
    references: ['https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html'],
    checks: [
      {
        at: {
          aws_sagemaker_data_quality_job_definition: 'job_resources.cluster_config.volume_kms_key_id',
          'AWS::SageMaker::DataQualityJobDefinition': 'JobResources.ClusterConfig.VolumeKmsKeyId',
          'AWS::SageMaker::ModelBiasJobDefinition': 'JobResources.ClusterConfig.VolumeKmsKeyId',
          'AWS::SageMaker::ModelQualityJobDefinition': 'JobResources.ClusterConfig.VolumeKmsKeyId',
        },
        bad: isMissing,
        mayBeSeenTo: true,
        says: 'The disks of {} have no key of yours.',
      },
    ],
    bad: [
      tf(
        'aws_sagemaker_data_quality_job_definition',
        'job_resources {\n  cluster_config { ◄\n    instance_count = 1\n  }\n}',
      ),
      cfn(
        'AWS::SageMaker::ModelBiasJobDefinition',
        'JobResources:\n  ClusterConfig: ◄\n    InstanceCount: 1',
      ),
    ],
    good: [
      tf(
        'aws_sagemaker_data_quality_job_definition',
        'job_resources {\n  cluster_config {\n    volume_kms_key_id = var.key\n  }\n}',
      ),
      cfn(
        'AWS::SageMaker::ModelBiasJobDefinition',
        'JobResources:\n  ClusterConfig:\n    VolumeKmsKeyId: !Ref Key',
      ),
    ],
  }),
  settingRule({
    id: 'aws-notebook-metadata-token-optional',
    title: 'Notebook whose metadata answers without a token',
    severity: 'medium',
    weakness: 'authentication',
    cwe: [918, 306],
    description: `The metadata service hands out the credentials of the notebook's role to any request from it, also to one that a flaw in a library lets others send (SSRF).`,
    remediation: 'Set the lowest version of the metadata service to `2`.',
    references: ['https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-imds.html'],
    checks: [
      {
        at: {
          aws_sagemaker_notebook_instance:
            'instance_metadata_service_configuration.minimum_instance_metadata_service_version',
          'AWS::SageMaker::NotebookInstance':
            'InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion',
        },
        bad: isOneOf('1'),
        says: 'The metadata of {} answers without a token.',
        fix: '"2"',
      },
    ],
    bad: [
      tf(
        'aws_sagemaker_notebook_instance',
        'instance_metadata_service_configuration {\n  minimum_instance_metadata_service_version = "1" ◄\n}',
      ),
      cfn(
        'AWS::SageMaker::NotebookInstance',
        "InstanceMetadataServiceConfiguration:\n  MinimumInstanceMetadataServiceVersion: '1' ◄",
      ),
    ],
    good: [
      tf(
        'aws_sagemaker_notebook_instance',
        'instance_metadata_service_configuration {\n  minimum_instance_metadata_service_version = "2"\n}',
      ),
      cfn(
        'AWS::SageMaker::NotebookInstance',
        "InstanceMetadataServiceConfiguration:\n  MinimumInstanceMetadataServiceVersion: '2'",
      ),
    ],
  }),
  settingRule({
    id: 'aws-notebook-network-foreign',
    title: 'Notebook outside of your network',
    severity: 'medium',
    confidence: 'medium',
    weakness: 'exposure',
    description: `The notebook stands in a network of the service, which no security group or flow log of yours covers: what it loads, and what leaves it, is seen by nobody.`,
    remediation: 'Give the notebook a subnet and security groups of your network.',
    references: [`${hub}/sagemaker-controls.html#sagemaker-2`],
    checks: [
      {
        at: { aws_sagemaker_notebook_instance: 'subnet_id', 'AWS::SageMaker::NotebookInstance': 'SubnetId' },
        bad: isMissing,
        mayBeSeenTo: true,
        says: '{} stands outside of your network.',
      },
      {
        at: {
          aws_sagemaker_domain: 'app_network_access_type',
          'AWS::SageMaker::Domain': 'AppNetworkAccessType',
        },
        bad: isOneOf('PublicInternetOnly'),
        says: 'The notebooks of {} reach the internet past your network.',
      },
    ],
    bad: [
      tf('aws_sagemaker_notebook_instance ◄', 'instance_type = "ml.t3.medium"'),
      cfn('AWS::SageMaker::Domain', 'AppNetworkAccessType: PublicInternetOnly ◄'),
    ],
    good: [
      tf('aws_sagemaker_notebook_instance', 'subnet_id = var.subnet'),
      cfn('AWS::SageMaker::Domain', 'AppNetworkAccessType: VpcOnly'),
    ],
  }),
];
