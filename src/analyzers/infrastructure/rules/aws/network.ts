import { listOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isPresent, isTrue, isOneOf, matches } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsNetworkRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-public-address',
    title: 'Machine or subnet with public addresses',
    severity: 'medium',
    weakness: 'exposure',
    description: `Machines get addresses on the internet, so that a mistake in a security group is all it takes to reach them.`,
    remediation:
      'Put machines in private subnets behind a load balancer, and give no public addresses by default.',
    references: [
      `${hub}/ec2-controls.html#ec2-9`,
      `${hub}/ec2-controls.html#ec2-15`,
      `${hub}/autoscaling-controls.html#autoscaling-5`,
    ],
    checks: [
      {
        at: {
          aws_instance: 'associate_public_ip_address',
          aws_launch_configuration: 'associate_public_ip_address',
          'AWS::AutoScaling::LaunchConfiguration': 'AssociatePublicIpAddress',
        },
        bad: isTrue,
        says: '{} gets an address on the internet.',
        fix: 'false',
      },
      {
        at: {
          aws_launch_template: 'network_interfaces.associate_public_ip_address',
          'AWS::EC2::Instance': 'NetworkInterfaces.AssociatePublicIpAddress',
          'AWS::EC2::LaunchTemplate': 'LaunchTemplateData.NetworkInterfaces.AssociatePublicIpAddress',
        },
        bad: isTrue,
        says: '{} gets an address on the internet.',
        fix: 'false',
      },
      {
        at: {
          aws_subnet: 'map_public_ip_on_launch',
          aws_default_subnet: 'map_public_ip_on_launch',
          'AWS::EC2::Subnet': 'MapPublicIpOnLaunch',
        },
        bad: isTrue,
        severity: 'low',
        says: 'Every machine in {} gets an address on the internet.',
        fix: 'false',
      },
      {
        at: { aws_ecs_service: 'network_configuration.assign_public_ip' },
        bad: isTrue,
        says: 'The tasks of {} get addresses on the internet.',
        fix: 'false',
      },
      {
        at: { 'AWS::ECS::Service': 'NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp' },
        bad: isOneOf('ENABLED'),
        says: 'The tasks of {} get addresses on the internet.',
        fix: '"DISABLED"',
      },
    ],
    bad: [
      tf('aws_instance', 'associate_public_ip_address = true ◄'),
      cfn('AWS::EC2::Subnet', 'MapPublicIpOnLaunch: true ◄'),
    ],
    good: [
      tf('aws_instance', 'associate_public_ip_address = false'),
      cfn('AWS::EC2::Subnet', 'MapPublicIpOnLaunch: !Ref Public'),
    ],
  }),
  settingRule({
    id: 'aws-flow-log-missing',
    title: 'Network without flow logs',
    severity: 'low',
    weakness: 'logging',
    description: `Nothing records who talked to whom in the network, so that after an intrusion nobody can tell how far it went.`,
    remediation: 'Add a flow log for the network, and keep it for some months.',
    references: [
      `${hub}/ec2-controls.html#ec2-6`,
      'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html',
    ],
    checks: [
      {
        at: { aws_vpc: '' },
        bad: isPresent,
        unless: { aws_flow_log: 'vpc_id' },
        mayBeSeenTo: true,
        says: 'No flow log of {} is kept.',
      },
      {
        at: { 'AWS::EC2::VPC': '' },
        bad: isPresent,
        unless: { 'AWS::EC2::FlowLog': 'ResourceId' },
        mayBeSeenTo: true,
        says: 'No flow log of {} is kept.',
      },
    ],
    bad: [tf('aws_vpc ◄', 'cidr_block = "10.0.0.0/16"'), cfn('AWS::EC2::VPC ◄', 'CidrBlock: 10.0.0.0/16')],
    good: [
      tf(
        'aws_vpc',
        'cidr_block = "10.0.0.0/16"',
        'resource "aws_flow_log" "main" {\n  vpc_id = aws_vpc.main.id\n}',
      ),
      cfn(
        'AWS::EC2::VPC',
        'CidrBlock: 10.0.0.0/16',
        'Log:\n  Type: AWS::EC2::FlowLog\n  Properties:\n    ResourceId: !Ref Main',
      ),
    ],
  }),
  settingRule({
    id: 'aws-default-network',
    title: 'Default network of the account',
    severity: 'low',
    weakness: 'protection',
    description: `The default VPC has public subnets with routes to the internet, and whatever names no network lands in it.`,
    remediation: 'Make a network of your own with private subnets, and remove the default one.',
    references: ['https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html'],
    checks: [
      { at: { aws_default_vpc: '' }, bad: isPresent, says: 'The default network {} has public subnets.' },
    ],
    bad: [tf('aws_default_vpc ◄', 'tags = {}'), tf('aws_default_vpc ◄')],
    good: [
      tf('aws_vpc', 'cidr_block = "10.0.0.0/16"'),
      tf('aws_default_security_group', 'vpc_id = aws_vpc.main.id'),
    ],
  }),
  settingRule({
    id: 'aws-default-group-used',
    title: 'Default security group that lets traffic through',
    severity: 'medium',
    weakness: 'access',
    description: `Whatever is started in the network without a security group of its own gets the default one, and with it rules that nobody chose for it.`,
    remediation:
      'Leave the default group without rules, and give each part of the system a group of its own.',
    references: [
      `${hub}/ec2-controls.html#ec2-2`,
      'https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html',
    ],
    checks: [
      {
        at: { aws_default_security_group: '' },
        bad: (item) => [item?.get('ingress'), item?.get('egress')].some((rules) => listOf(rules).length > 0),
        says: 'The default group {} lets traffic through.',
      },
    ],
    bad: [
      tf('aws_default_security_group ◄', 'ingress {\n  protocol = -1\n  self = true\n}'),
      tf('aws_default_security_group ◄', 'egress {\n  protocol = "-1"\n  cidr_blocks = ["0.0.0.0/0"]\n}'),
    ],
    good: [
      tf('aws_default_security_group', 'vpc_id = aws_vpc.main.id'),
      tf('aws_default_security_group', 'vpc_id = aws_vpc.main.id\ningress = []\negress = []'),
    ],
  }),
  settingRule({
    id: 'aws-database-group-open',
    title: 'Database group open to the internet',
    severity: 'critical',
    weakness: 'exposure',
    description: `The security group of the database lets large parts of the internet in, on the port of the database.`,
    remediation: 'Name the networks or security groups of the application.',
    references: [`${hub}/rds-controls.html#rds-2`],
    checks: [
      {
        at: {
          aws_db_security_group: 'ingress.cidr',
          'AWS::RDS::DBSecurityGroup': 'DBSecurityGroupIngress.CIDRIP',
          'AWS::RDS::DBSecurityGroupIngress': 'CIDRIP',
          aws_redshift_security_group: 'ingress.cidr',
        },
        bad: matches(/\/(?:[0-9]|1[0-5])$/),
        says: '{} lets large parts of the internet in.',
      },
    ],
    bad: [
      tf('aws_db_security_group', 'ingress {\n  cidr = "0.0.0.0/0" ◄\n}'),
      cfn('AWS::RDS::DBSecurityGroupIngress', 'CIDRIP: 0.0.0.0/0 ◄'),
    ],
    good: [
      tf('aws_db_security_group', 'ingress {\n  cidr = "10.0.0.0/24"\n}'),
      cfn('AWS::RDS::DBSecurityGroupIngress', 'CIDRIP: 10.0.0.0/24'),
    ],
  }),
  settingRule({
    id: 'aws-transit-gateway-shared',
    title: 'Transit gateway that takes every attachment',
    severity: 'medium',
    weakness: 'access',
    description: `Attachments that other accounts ask for are accepted without anybody looking, so that a network of a stranger can be joined to yours.`,
    remediation: 'Set `auto_accept_shared_attachments = "disable"`, and accept attachments one by one.',
    references: [`${hub}/ec2-controls.html#ec2-23`],
    checks: [
      {
        at: {
          aws_ec2_transit_gateway: 'auto_accept_shared_attachments',
          'AWS::EC2::TransitGateway': 'AutoAcceptSharedAttachments',
        },
        bad: isOneOf('enable'),
        says: '{} takes every attachment.',
      },
    ],
    bad: [
      tf('aws_ec2_transit_gateway', 'auto_accept_shared_attachments = "enable" ◄'),
      cfn('AWS::EC2::TransitGateway', 'AutoAcceptSharedAttachments: enable ◄'),
    ],
    good: [
      tf('aws_ec2_transit_gateway', 'auto_accept_shared_attachments = "disable"'),
      cfn('AWS::EC2::TransitGateway', 'AutoAcceptSharedAttachments: disable'),
    ],
  }),
];
