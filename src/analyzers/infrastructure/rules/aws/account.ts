import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isFalse, isOneOf, isAbove } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsAccountRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-detector-off',
    title: 'GuardDuty that is switched off',
    severity: 'medium',
    weakness: 'logging',
    description: `The detector that looks for signs of intruders in the logs of the account is suspended.`,
    remediation: 'Set `enable = true`, or remove the detector where another account runs it.',
    references: [`${hub}/guardduty-controls.html#guardduty-1`],
    checks: [
      {
        at: { aws_guardduty_detector: 'enable', 'AWS::GuardDuty::Detector': 'Enable' },
        bad: isFalse,
        says: '{} looks for nothing.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_guardduty_detector', 'enable = false ◄'),
      cfn('AWS::GuardDuty::Detector', 'Enable: false ◄'),
    ],
    good: [tf('aws_guardduty_detector', 'enable = true'), cfn('AWS::GuardDuty::Detector', 'Enable: true')],
  }),
  settingRule({
    id: 'aws-monitoring-off',
    title: 'Machine without detailed monitoring',
    severity: 'low',
    weakness: 'logging',
    description: `Measurements of the machine come every five minutes only, so that a short attack or a miner is seen late or not at all.`,
    remediation: 'Set `monitoring = true` on machines that matter.',
    references: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html'],
    checks: [
      {
        at: { aws_instance: 'monitoring', 'AWS::EC2::Instance': 'Monitoring' },
        bad: isFalse,
        says: '{} is measured every five minutes only.',
        fix: 'true',
      },
    ],
    bad: [tf('aws_instance', 'monitoring = false ◄'), cfn('AWS::EC2::Instance', 'Monitoring: false ◄')],
    good: [tf('aws_instance', 'monitoring = true'), cfn('AWS::EC2::Instance', 'Monitoring: true')],
  }),
  settingRule({
    id: 'aws-key-age-long',
    title: 'Rule of AWS Config that lets access keys grow old',
    severity: 'medium',
    weakness: 'credential',
    cwe: [324],
    description: `The check lets access keys live for more than 90 days. A key that leaked long ago still opens the account.`,
    remediation: 'Set `maxAccessKeyAge` of the rule to 90 days or less.',
    references: [`${hub}/iam-controls.html#iam-3`],
    checks: [
      {
        at: { 'AWS::Config::ConfigRule': 'InputParameters.maxAccessKeyAge' },
        bad: isAbove(90),
        says: '{} lets access keys grow older than 90 days.',
        fix: '90',
      },
      {
        at: { aws_config_config_rule: 'input_parameters.maxAccessKeyAge' },
        bad: isAbove(90),
        says: '{} lets access keys grow older than 90 days.',
        fix: '90',
      },
    ],
    bad: [
      cfn('AWS::Config::ConfigRule', 'InputParameters:\n  maxAccessKeyAge: 120 ◄'),
      tf('aws_config_config_rule', 'input_parameters = "{\\"maxAccessKeyAge\\": \\"180\\"}" ◄'),
    ],
    good: [
      cfn('AWS::Config::ConfigRule', 'InputParameters:\n  maxAccessKeyAge: 90'),
      tf('aws_config_config_rule', 'input_parameters = "{\\"maxAccessKeyAge\\": \\"60\\"}"'),
    ],
  }),
  settingRule({
    id: 'aws-config-partial',
    title: 'AWS Config that leaves resources or regions out',
    severity: 'low',
    weakness: 'logging',
    description: `Changes of some resources, or in some regions, are not recorded, so that nobody sees what an intruder builds there.`,
    remediation: 'Record all supported types with the global ones, and aggregate all regions.',
    references: [`${hub}/config-controls.html#config-1`],
    checks: [
      {
        at: {
          aws_config_configuration_recorder: 'recording_group.all_supported',
          'AWS::Config::ConfigurationRecorder': 'RecordingGroup.AllSupported',
        },
        bad: isFalse,
        says: '{} leaves resources out.',
        fix: 'true',
      },
      {
        at: {
          aws_config_configuration_recorder: 'recording_group.include_global_resource_types',
          'AWS::Config::ConfigurationRecorder': 'RecordingGroup.IncludeGlobalResourceTypes',
        },
        bad: isFalse,
        says: '{} leaves global resources such as users out.',
        fix: 'true',
      },
      {
        at: {
          aws_config_configuration_aggregator: 'account_aggregation_source.all_regions',
          'AWS::Config::ConfigurationAggregator': 'AccountAggregationSources.AllAwsRegions',
        },
        bad: isFalse,
        says: '{} leaves regions out.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_config_configuration_recorder', 'recording_group {\n  all_supported = false ◄\n}'),
      cfn('AWS::Config::ConfigurationAggregator', 'AccountAggregationSources:\n  - AllAwsRegions: false ◄'),
    ],
    good: [
      tf('aws_config_configuration_recorder', 'recording_group {\n  all_supported = true\n}'),
      cfn('AWS::Config::ConfigurationAggregator', 'AccountAggregationSources:\n  - AllAwsRegions: true'),
    ],
  }),
  settingRule({
    id: 'aws-policies-of-organization-off',
    title: 'Organization without service control policies',
    severity: 'medium',
    weakness: 'access',
    description: `With consolidated billing alone no policy of the organization binds its accounts: whoever takes over one account may do everything in it.`,
    remediation: 'Set `feature_set = "ALL"`, and keep accounts within service control policies.',
    references: ['https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html'],
    checks: [
      {
        at: {
          aws_organizations_organization: 'feature_set',
          'AWS::Organizations::Organization': 'FeatureSet',
        },
        bad: isOneOf('CONSOLIDATED_BILLING'),
        says: 'No policy of {} binds its accounts.',
      },
    ],
    bad: [
      tf('aws_organizations_organization', 'feature_set = "CONSOLIDATED_BILLING" ◄'),
      cfn('AWS::Organizations::Organization', 'FeatureSet: CONSOLIDATED_BILLING ◄'),
    ],
    good: [
      tf('aws_organizations_organization', 'feature_set = "ALL"'),
      cfn('AWS::Organizations::Organization', 'FeatureSet: ALL'),
    ],
  }),
];
