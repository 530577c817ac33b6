import { cfn, terraformFile, tf } from './examples.js';
import { settingRule } from './setting.js';
import {
  either,
  hasItem,
  isEmptyList,
  isEverywhere,
  isFalse,
  isMissing,
  isNoneOf,
  isOff,
  isOn,
  isOneOf,
  isPresent,
  isTrue,
  matches,
} from './tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsNetworkRules = [
  settingRule({
    id: 'aws-listener-plaintext',
    title: 'Load balancer that answers over HTTP',
    severity: 'medium',
    weakness: 'transport',
    description: `The listener answers requests without TLS: whoever is on the way reads cookies and passwords, and changes what is answered.`,
    remediation: 'Listen for HTTPS, and let the listener for HTTP do nothing but redirect to it.',
    references: [
      `${hub}/elb-controls.html#elb-1`,
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html',
    ],
    checks: [
      {
        at: { aws_lb_listener: 'protocol', aws_alb_listener: 'protocol' },
        bad: isOneOf('HTTP'),
        when: { 'default_action.type': isNoneOf('redirect'), 'default_action.redirect': isMissing },
        says: '{} answers over HTTP.',
      },
      {
        at: {
          aws_lb_listener: 'default_action.redirect.protocol',
          aws_alb_listener: 'default_action.redirect.protocol',
        },
        bad: isOneOf('HTTP'),
        says: '{} sends its callers to HTTP.',
      },
      {
        at: { 'AWS::ElasticLoadBalancingV2::Listener': 'Protocol' },
        bad: isOneOf('HTTP'),
        when: { 'DefaultActions.Type': isNoneOf('redirect') },
        says: '{} answers over HTTP.',
      },
      {
        at: {
          'AWS::ElasticLoadBalancing::LoadBalancer': 'Listeners.Protocol',
          aws_elb: 'listener.lb_protocol',
        },
        bad: isOneOf('HTTP', 'TCP'),
        severity: 'low',
        says: 'A listener of {} talks in the clear.',
      },
    ],
    bad: [
      tf('aws_lb_listener', 'port = 80\nprotocol = "HTTP" ◄\ndefault_action {\n  type = "forward"\n}'),
      cfn(
        'AWS::ElasticLoadBalancingV2::Listener',
        'Port: 80\nProtocol: HTTP ◄\nDefaultActions:\n  - Type: forward',
      ),
    ],
    good: [
      tf(
        'aws_lb_listener',
        'port = 80\nprotocol = "HTTP"\ndefault_action {\n  type = "redirect"\n  redirect {\n    protocol = "HTTPS"\n    status_code = "HTTP_301"\n  }\n}',
      ),
      cfn('AWS::ElasticLoadBalancingV2::Listener', 'Protocol: HTTPS\nDefaultActions:\n  - Type: forward'),
    ],
  }),
  settingRule({
    id: 'aws-tls-policy-old',
    title: 'TLS policy with outdated versions or ciphers',
    severity: 'medium',
    weakness: 'cipher',
    cwe: [326, 327],
    description: `The listener still takes SSL 3, TLS 1.0 or TLS 1.1, or ciphers that are broken. Somebody on the way can talk both sides into using them.`,
    remediation:
      'Use a policy that starts at TLS 1.2, such as `ELBSecurityPolicy-TLS13-1-2-2021-06` or `TLSv1.2_2021`.',
    references: [
      `${hub}/elb-controls.html#elb-17`,
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html',
      'https://www.rfc-editor.org/rfc/rfc8996',
    ],
    checks: [
      {
        at: {
          aws_lb_listener: 'ssl_policy',
          aws_alb_listener: 'ssl_policy',
          'AWS::ElasticLoadBalancingV2::Listener': 'SslPolicy',
        },
        bad: isOneOf(
          'ELBSecurityPolicy-2016-08',
          'ELBSecurityPolicy-2015-05',
          'ELBSecurityPolicy-TLS-1-0-2015-04',
          'ELBSecurityPolicy-TLS-1-1-2017-01',
          'ELBSecurityPolicy-FS-2018-06',
          'ELBSecurityPolicy-FS-1-1-2019-08',
          'ELBSecurityPolicy-TLS13-1-0-2021-06',
          'ELBSecurityPolicy-TLS13-1-1-2021-06',
        ),
        says: '{} takes TLS 1.0 or 1.1.',
      },
      {
        at: {
          aws_cloudfront_distribution: 'viewer_certificate.minimum_protocol_version',
          'AWS::CloudFront::Distribution': 'DistributionConfig.ViewerCertificate.MinimumProtocolVersion',
        },
        bad: isOneOf('SSLv3', 'TLSv1', 'TLSv1_2016', 'TLSv1.1_2016'),
        says: '{} takes TLS 1.0 or 1.1.',
      },
      {
        at: {
          aws_cloudfront_distribution: 'origin.custom_origin_config.origin_ssl_protocols',
          'AWS::CloudFront::Distribution': 'DistributionConfig.Origins.CustomOriginConfig.OriginSSLProtocols',
        },
        bad: hasItem(/^(?:SSLv3|TLSv1|TLSv1\.1)$/),
        says: '{} talks outdated TLS to its origin.',
      },
      {
        at: {
          aws_api_gateway_domain_name: 'security_policy',
          'AWS::ApiGateway::DomainName': 'SecurityPolicy',
        },
        bad: isOneOf('TLS_1_0'),
        says: '{} takes TLS 1.0.',
      },
      {
        at: {
          aws_opensearch_domain: 'domain_endpoint_options.tls_security_policy',
          aws_elasticsearch_domain: 'domain_endpoint_options.tls_security_policy',
          'AWS::OpenSearchService::Domain': 'DomainEndpointOptions.TLSSecurityPolicy',
          'AWS::Elasticsearch::Domain': 'DomainEndpointOptions.TLSSecurityPolicy',
        },
        bad: isOneOf('Policy-Min-TLS-1-0-2019-07'),
        says: '{} takes TLS 1.0.',
      },
      {
        at: {
          aws_load_balancer_policy: 'policy_attribute.name',
          aws_lb_ssl_negotiation_policy: 'attribute.name',
          'AWS::ElasticLoadBalancing::LoadBalancer': 'Policies.Attributes.Name',
        },
        bad: either(
          isOneOf('Protocol-SSLv2', 'Protocol-SSLv3', 'Protocol-TLSv1', 'Protocol-TLSv1.1'),
          matches(/RC4|DES-CBC|EXP-|NULL|MD5|^SEED-|^IDEA-/),
        ),
        severity: 'high',
        says: 'A policy of {} takes a protocol or cipher that is broken.',
      },
      {
        at: { 'AWS::ElasticLoadBalancing::LoadBalancer': 'Policies.Attributes.Value' },
        bad: isOneOf('ELBSecurityPolicy-2015-05', 'ELBSecurityPolicy-TLS-1-0-2015-04'),
        says: '{} takes TLS 1.0.',
      },
      {
        at: {
          aws_cloudfront_distribution: 'viewer_certificate.cloudfront_default_certificate',
          'AWS::CloudFront::Distribution':
            'DistributionConfig.ViewerCertificate.CloudFrontDefaultCertificate',
        },
        bad: isTrue,
        says: 'With the certificate of CloudFront {} takes TLS 1.0.',
      },
    ],
    bad: [
      tf('aws_lb_listener', 'protocol = "HTTPS"\nssl_policy = "ELBSecurityPolicy-TLS-1-0-2015-04" ◄'),
      cfn(
        'AWS::CloudFront::Distribution',
        'DistributionConfig:\n  ViewerCertificate:\n    MinimumProtocolVersion: TLSv1 ◄',
      ),
    ],
    good: [
      tf('aws_lb_listener', 'protocol = "HTTPS"\nssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"'),
      cfn(
        'AWS::CloudFront::Distribution',
        'DistributionConfig:\n  ViewerCertificate:\n    MinimumProtocolVersion: TLSv1.2_2021',
      ),
    ],
  }),
  settingRule({
    id: 'aws-cloudfront-plaintext',
    title: 'CloudFront that answers over HTTP',
    severity: 'medium',
    weakness: 'transport',
    description: `Visitors, or CloudFront and its origin, may talk without TLS: whoever is on the way reads cookies and passwords, and changes pages.`,
    remediation:
      'Set the viewer protocol policy to `redirect-to-https` or `https-only`, and the origin protocol policy to `https-only`.',
    references: [
      `${hub}/cloudfront-controls.html#cloudfront-3`,
      `${hub}/cloudfront-controls.html#cloudfront-9`,
    ],
    checks: [
      {
        at: {
          aws_cloudfront_distribution: 'default_cache_behavior.viewer_protocol_policy',
          'AWS::CloudFront::Distribution': 'DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy',
        },
        bad: isOneOf('allow-all'),
        says: 'Visitors may reach {} over HTTP.',
      },
      {
        at: {
          aws_cloudfront_distribution: 'ordered_cache_behavior.viewer_protocol_policy',
          'AWS::CloudFront::Distribution': 'DistributionConfig.CacheBehaviors.ViewerProtocolPolicy',
        },
        bad: isOneOf('allow-all'),
        says: 'Visitors may reach a path of {} over HTTP.',
      },
      {
        at: {
          aws_cloudfront_distribution: 'origin.custom_origin_config.origin_protocol_policy',
          'AWS::CloudFront::Distribution':
            'DistributionConfig.Origins.CustomOriginConfig.OriginProtocolPolicy',
        },
        bad: isOneOf('http-only'),
        severity: 'low',
        says: '{} talks to its origin in the clear.',
      },
    ],
    bad: [
      tf(
        'aws_cloudfront_distribution',
        'default_cache_behavior {\n  viewer_protocol_policy = "allow-all" ◄\n}',
      ),
      cfn(
        'AWS::CloudFront::Distribution',
        'DistributionConfig:\n  DefaultCacheBehavior:\n    ViewerProtocolPolicy: allow-all ◄',
      ),
    ],
    good: [
      tf(
        'aws_cloudfront_distribution',
        'default_cache_behavior {\n  viewer_protocol_policy = "redirect-to-https"\n}',
      ),
      cfn(
        'AWS::CloudFront::Distribution',
        'DistributionConfig:\n  DefaultCacheBehavior:\n    ViewerProtocolPolicy: https-only',
      ),
    ],
  }),
  settingRule({
    id: 'aws-cloudfront-logging-off',
    title: 'CloudFront without access log',
    severity: 'low',
    weakness: 'logging',
    description: `No request is logged, so that attacks on the site are neither seen while they happen nor understood afterwards.`,
    remediation: 'Write the access log to a bucket, or use real-time logs.',
    references: [`${hub}/cloudfront-controls.html#cloudfront-5`],
    checks: [
      {
        at: {
          aws_cloudfront_distribution: 'logging_config',
          'AWS::CloudFront::Distribution': 'DistributionConfig.Logging',
        },
        bad: isMissing,
        says: 'No request to {} is logged.',
      },
    ],
    bad: [
      tf('aws_cloudfront_distribution ◄', 'enabled = true'),
      cfn('AWS::CloudFront::Distribution', 'DistributionConfig: ◄\n  Enabled: true'),
    ],
    good: [
      tf('aws_cloudfront_distribution', 'logging_config {\n  bucket = "logs"\n}'),
      cfn('AWS::CloudFront::Distribution', 'DistributionConfig:\n  Logging:\n    Bucket: logs'),
    ],
  }),
  settingRule({
    id: 'aws-cloudfront-firewall-missing',
    title: 'CloudFront without a web application firewall',
    severity: 'low',
    weakness: 'protection',
    description: `Nothing stops known attack patterns, or callers who send too much, before the origin.`,
    remediation: 'Name a web ACL with managed rules and a rate limit.',
    references: [`${hub}/cloudfront-controls.html#cloudfront-6`],
    checks: [
      {
        at: {
          aws_cloudfront_distribution: 'web_acl_id',
          'AWS::CloudFront::Distribution': 'DistributionConfig.WebACLId',
        },
        bad: isMissing,
        says: 'No firewall stands before {}.',
      },
    ],
    bad: [
      tf('aws_cloudfront_distribution ◄', 'enabled = true'),
      cfn('AWS::CloudFront::Distribution', 'DistributionConfig: ◄\n  Enabled: true'),
    ],
    good: [
      tf('aws_cloudfront_distribution', 'web_acl_id = aws_wafv2_web_acl.main.arn'),
      cfn('AWS::CloudFront::Distribution', 'DistributionConfig:\n  WebACLId: !GetAtt Acl.Arn'),
    ],
  }),
  settingRule({
    id: 'aws-load-balancer-logging-off',
    title: 'Load balancer without access log',
    severity: 'low',
    weakness: 'logging',
    description: `No request is logged, so that attacks are neither seen while they happen nor understood afterwards.`,
    remediation: 'Enable access logs, and write them to a bucket of their own.',
    references: [`${hub}/elb-controls.html#elb-5`],
    checks: [
      {
        at: { aws_lb: 'access_logs.enabled', aws_alb: 'access_logs.enabled' },
        bad: isOff,
        when: { load_balancer_type: either(isMissing, isOneOf('application')) },
        says: 'No request to {} is logged.',
        fix: 'true',
      },
      {
        at: { aws_elb: 'access_logs', 'AWS::ElasticLoadBalancing::LoadBalancer': 'AccessLoggingPolicy' },
        bad: isMissing,
        says: 'No request to {} is logged.',
      },
      {
        at: {
          aws_elb: 'access_logs.enabled',
          'AWS::ElasticLoadBalancing::LoadBalancer': 'AccessLoggingPolicy.Enabled',
        },
        bad: isFalse,
        says: 'No request to {} is logged.',
        fix: 'true',
      },
      {
        at: { 'AWS::ElasticLoadBalancingV2::LoadBalancer': 'LoadBalancerAttributes' },
        bad: (item) =>
          item === undefined ||
          (item.items !== undefined &&
            !item.items.some(
              (part) => isOneOf('access_logs.s3.enabled')(part.get('Key')) && !isFalse(part.get('Value')),
            )),
        when: { Type: either(isMissing, isOneOf('application')) },
        says: 'No request to {} is logged.',
      },
    ],
    bad: [
      tf('aws_lb', 'access_logs {\n  bucket = "logs"\n  enabled = false ◄\n}'),
      cfn('AWS::ElasticLoadBalancingV2::LoadBalancer ◄', 'Scheme: internet-facing'),
    ],
    good: [
      tf('aws_lb', 'access_logs {\n  bucket = "logs"\n  enabled = true\n}'),
      cfn(
        'AWS::ElasticLoadBalancingV2::LoadBalancer',
        'LoadBalancerAttributes:\n  - Key: access_logs.s3.enabled\n    Value: "true"',
      ),
    ],
  }),
  settingRule({
    id: 'aws-load-balancer-headers-kept',
    title: 'Load balancer that passes malformed headers on',
    severity: 'low',
    weakness: 'protection',
    cwe: [444],
    description: `Headers that no standard allows reach the application. Two servers that read them differently can be played against each other (request smuggling).`,
    remediation: 'Set `drop_invalid_header_fields = true` on the load balancer.',
    references: [`${hub}/elb-controls.html#elb-4`],
    checks: [
      {
        at: { aws_lb: 'drop_invalid_header_fields', aws_alb: 'drop_invalid_header_fields' },
        bad: isOff,
        when: { load_balancer_type: either(isMissing, isOneOf('application')) },
        says: '{} passes malformed headers on.',
        fix: 'true',
      },
    ],
    bad: [tf('aws_lb ◄', 'name = "shop"'), tf('aws_alb', 'drop_invalid_header_fields = false ◄')],
    good: [tf('aws_lb', 'drop_invalid_header_fields = true'), tf('aws_lb', 'load_balancer_type = "network"')],
  }),
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
        fix: 'DISABLED',
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
        says: 'No flow log of {} is kept.',
      },
      {
        at: { 'AWS::EC2::VPC': '' },
        bad: isPresent,
        unless: { 'AWS::EC2::FlowLog': 'ResourceId' },
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
    id: 'aws-metadata-token-optional',
    title: 'Machine whose metadata answers without a token',
    severity: 'medium',
    weakness: 'authentication',
    cwe: [918, 306],
    description: `The metadata service hands out the credentials of the machine's role to any request from it, also to one that a flaw in an application lets a caller send (SSRF). With a token it does not.`,
    remediation: 'Set `http_tokens = "required"` (IMDSv2).',
    references: [
      `${hub}/ec2-controls.html#ec2-8`,
      'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html',
    ],
    checks: [
      {
        at: {
          aws_instance: 'metadata_options.http_tokens',
          aws_launch_template: 'metadata_options.http_tokens',
          aws_launch_configuration: 'metadata_options.http_tokens',
          'AWS::EC2::LaunchTemplate': 'LaunchTemplateData.MetadataOptions.HttpTokens',
          'AWS::AutoScaling::LaunchConfiguration': 'MetadataOptions.HttpTokens',
        },
        bad: isOneOf('optional'),
        says: 'The metadata of {} answers without a token.',
      },
      {
        at: {
          aws_instance: 'metadata_options.http_tokens',
          aws_launch_configuration: 'metadata_options.http_tokens',
        },
        bad: isMissing,
        severity: 'low',
        when: {
          'metadata_options.http_endpoint': either(isMissing, isNoneOf('disabled')),
          launch_template: isMissing,
        },
        unless: { aws_ec2_instance_metadata_defaults: '*' },
        says: 'Nothing asks for a token before the metadata of {} is given.',
      },
    ],
    bad: [
      tf('aws_instance', 'metadata_options {\n  http_tokens = "optional" ◄\n}'),
      cfn('AWS::EC2::LaunchTemplate', 'LaunchTemplateData:\n  MetadataOptions:\n    HttpTokens: optional ◄'),
    ],
    good: [
      tf('aws_instance', 'metadata_options {\n  http_tokens = "required"\n}'),
      cfn('AWS::EC2::LaunchTemplate', 'LaunchTemplateData:\n  MetadataOptions:\n    HttpTokens: required'),
    ],
  }),
  settingRule({
    id: 'aws-cluster-reachable',
    title: 'EKS cluster that the internet reaches',
    severity: 'medium',
    weakness: 'exposure',
    description: `The API of the cluster answers to every address. A leaked token, or a flaw in the API, is then enough to take the cluster over.`,
    remediation: 'Switch the public endpoint off, or name the networks that may reach it.',
    references: [
      `${hub}/eks-controls.html#eks-1`,
      'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html',
    ],
    checks: [
      {
        at: { aws_eks_cluster: 'vpc_config.public_access_cidrs' },
        bad: either(isMissing, isEverywhere),
        when: { 'vpc_config.endpoint_public_access': isOn },
        says: 'The API of {} answers to every address.',
      },
      {
        at: { 'AWS::EKS::Cluster': 'ResourcesVpcConfig.PublicAccessCidrs' },
        bad: either(isMissing, isEverywhere),
        when: { 'ResourcesVpcConfig.EndpointPublicAccess': isOn },
        says: 'The API of {} answers to every address.',
      },
      {
        at: { aws_eks_node_group: 'remote_access.source_security_group_ids' },
        bad: isMissing,
        when: { 'remote_access.ec2_ssh_key': isPresent },
        severity: 'high',
        says: 'Every address may try to log in to the nodes of {}.',
      },
    ],
    bad: [
      tf('aws_eks_cluster', 'vpc_config { ◄\n  subnet_ids = var.subnets\n}'),
      cfn('AWS::EKS::Cluster', "ResourcesVpcConfig:\n  PublicAccessCidrs: ['0.0.0.0/0'] ◄"),
    ],
    good: [
      tf('aws_eks_cluster', 'vpc_config {\n  endpoint_public_access = false\n}'),
      tf('aws_eks_cluster', 'vpc_config {\n  public_access_cidrs = ["192.0.2.0/24"]\n}'),
    ],
  }),
  settingRule({
    id: 'aws-cluster-logging-off',
    title: 'EKS cluster without audit log',
    severity: 'low',
    weakness: 'logging',
    description: `Nobody can tell afterwards who asked what of the cluster, or with whose token it was asked.`,
    remediation: 'Enable at least the `audit`, `api` and `authenticator` logs.',
    references: [`${hub}/eks-controls.html#eks-8`],
    checks: [
      {
        at: { aws_eks_cluster: 'enabled_cluster_log_types' },
        bad: either(
          isEmptyList,
          (item) =>
            item?.items !== undefined && !item.items.some((part) => !part.known || part.scalar === 'audit'),
        ),
        says: 'No audit log of {} is kept.',
      },
      {
        at: { 'AWS::EKS::Cluster': 'Logging.ClusterLogging.EnabledTypes' },
        bad: isMissing,
        says: 'No audit log of {} is kept.',
      },
    ],
    bad: [
      tf('aws_eks_cluster ◄', 'name = "shop"'),
      tf('aws_eks_cluster', 'enabled_cluster_log_types = ["scheduler"] ◄'),
    ],
    good: [
      tf('aws_eks_cluster', 'enabled_cluster_log_types = ["api", "audit"]'),
      cfn('AWS::EKS::Cluster', 'Logging:\n  ClusterLogging:\n    EnabledTypes:\n      - Type: audit'),
    ],
  }),
  settingRule({
    id: 'aws-cluster-secrets-unencrypted',
    title: 'EKS cluster that keeps secrets without a key of your own',
    severity: 'low',
    weakness: 'encryption',
    description: `The secrets of the cluster are kept without a second layer of encryption by a key that you govern.`,
    remediation: 'Add an encryption configuration for `secrets` with a key in KMS.',
    references: [`${hub}/eks-controls.html#eks-3`],
    checks: [
      {
        at: { aws_eks_cluster: 'encryption_config', 'AWS::EKS::Cluster': 'EncryptionConfig' },
        bad: isMissing,
        says: 'The secrets of {} have no key of yours.',
      },
    ],
    bad: [tf('aws_eks_cluster ◄', 'name = "shop"'), cfn('AWS::EKS::Cluster ◄', 'Name: shop')],
    good: [
      tf('aws_eks_cluster', 'encryption_config {\n  resources = ["secrets"]\n}'),
      cfn('AWS::EKS::Cluster', 'EncryptionConfig:\n  - Resources: [secrets]'),
    ],
  }),
  settingRule({
    id: 'aws-trail-weak',
    title: 'CloudTrail that is off or can be changed unseen',
    severity: 'medium',
    weakness: 'logging',
    description: `The record of what is done in the account is off, covers one region only, is kept without a key, or can be changed without anybody noticing. An intruder works where nothing is recorded.`,
    remediation:
      'Record all regions, validate the log files, encrypt them with a key in KMS, and keep logging on.',
    references: [
      `${hub}/cloudtrail-controls.html#cloudtrail-1`,
      `${hub}/cloudtrail-controls.html#cloudtrail-2`,
      `${hub}/cloudtrail-controls.html#cloudtrail-4`,
    ],
    checks: [
      {
        at: { aws_cloudtrail: 'enable_logging', 'AWS::CloudTrail::Trail': 'IsLogging' },
        bad: isFalse,
        says: '{} records nothing.',
        fix: 'true',
      },
      {
        at: { aws_cloudtrail: 'is_multi_region_trail', 'AWS::CloudTrail::Trail': 'IsMultiRegionTrail' },
        bad: isOff,
        severity: 'low',
        says: '{} records one region only.',
        fix: 'true',
      },
      {
        at: {
          aws_cloudtrail: 'enable_log_file_validation',
          'AWS::CloudTrail::Trail': 'EnableLogFileValidation',
        },
        bad: isOff,
        severity: 'low',
        says: 'What {} records can be changed unseen.',
        fix: 'true',
      },
      {
        at: { aws_cloudtrail: 'kms_key_id', 'AWS::CloudTrail::Trail': 'KMSKeyId' },
        bad: isMissing,
        severity: 'low',
        says: 'What {} records is kept without a key of yours.',
      },
    ],
    bad: [
      tf(
        'aws_cloudtrail',
        'enable_logging = false ◄\nis_multi_region_trail = true\nenable_log_file_validation = true\nkms_key_id = var.key',
      ),
      cfn(
        'AWS::CloudTrail::Trail',
        'IsLogging: false ◄\nIsMultiRegionTrail: true\nEnableLogFileValidation: true\nKMSKeyId: key',
      ),
    ],
    good: [
      tf(
        'aws_cloudtrail',
        'is_multi_region_trail = true\nenable_log_file_validation = true\nkms_key_id = var.key',
      ),
      cfn(
        'AWS::CloudTrail::Trail',
        'IsLogging: true\nIsMultiRegionTrail: true\nEnableLogFileValidation: true\nKMSKeyId: key',
      ),
    ],
  }),
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
    id: 'aws-api-method-open',
    title: 'API method that everybody may call',
    severity: 'medium',
    confidence: 'medium',
    weakness: 'authentication',
    description: `The method asks for no authorization, so that everybody on the internet may call what is behind it.`,
    remediation:
      'Set an authorizer, IAM or an API key with a usage plan; keep `NONE` for what is meant for everybody.',
    references: [
      `${hub}/apigateway-controls.html#apigateway-8`,
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
    ],
    checks: [
      {
        at: { aws_api_gateway_method: 'authorization' },
        bad: isOneOf('NONE'),
        when: { http_method: isNoneOf('OPTIONS'), api_key_required: isOff },
        says: 'Everybody may call {}.',
      },
      {
        at: { 'AWS::ApiGateway::Method': 'AuthorizationType' },
        bad: either(isMissing, isOneOf('NONE')),
        when: { HttpMethod: isNoneOf('OPTIONS'), ApiKeyRequired: isOff },
        says: 'Everybody may call {}.',
      },
      {
        at: { aws_apigatewayv2_route: 'authorization_type', 'AWS::ApiGatewayV2::Route': 'AuthorizationType' },
        bad: either(isMissing, isOneOf('NONE')),
        says: 'Everybody may call {}.',
      },
      {
        at: { aws_lambda_function_url: 'authorization_type', 'AWS::Lambda::Url': 'AuthType' },
        bad: isOneOf('NONE'),
        says: 'Everybody may call the function behind {}.',
      },
    ],
    bad: [
      tf('aws_api_gateway_method', 'http_method = "POST"\nauthorization = "NONE" ◄'),
      cfn('AWS::ApiGateway::Method', 'HttpMethod: POST\nAuthorizationType: NONE ◄'),
    ],
    good: [
      tf('aws_api_gateway_method', 'http_method = "OPTIONS"\nauthorization = "NONE"'),
      cfn('AWS::ApiGateway::Method', 'HttpMethod: POST\nAuthorizationType: AWS_IAM'),
    ],
  }),
  settingRule({
    id: 'aws-api-logging-off',
    title: 'API stage without access log',
    severity: 'low',
    weakness: 'logging',
    description: `No call of the API is logged, so that attacks are neither seen while they happen nor understood afterwards.`,
    remediation: 'Name a log group in the access log settings of the stage.',
    references: [
      `${hub}/apigateway-controls.html#apigateway-1`,
      `${hub}/apigateway-controls.html#apigateway-9`,
    ],
    checks: [
      {
        at: {
          aws_api_gateway_stage: 'access_log_settings',
          aws_apigatewayv2_stage: 'access_log_settings',
          'AWS::ApiGateway::Stage': 'AccessLogSetting',
          'AWS::ApiGatewayV2::Stage': 'AccessLogSettings',
          'AWS::Serverless::Api': 'AccessLogSetting',
          'AWS::Serverless::HttpApi': 'AccessLogSettings',
        },
        bad: isMissing,
        says: 'No call of {} is logged.',
      },
      {
        at: { aws_api_gateway_deployment: 'stage_description' },
        bad: isMissing,
        when: { stage_name: isPresent },
        says: 'The stage that {} makes logs no calls.',
      },
      {
        at: { 'AWS::ApiGateway::Deployment': 'StageDescription.AccessLogSetting' },
        bad: isMissing,
        when: { StageName: isPresent },
        says: 'The stage that {} makes logs no calls.',
      },
    ],
    bad: [
      tf('aws_api_gateway_stage ◄', 'stage_name = "v1"'),
      cfn('AWS::ApiGatewayV2::Stage ◄', 'StageName: v1'),
    ],
    good: [
      tf('aws_api_gateway_stage', 'access_log_settings {\n  destination_arn = var.log\n}'),
      cfn('AWS::ApiGateway::Stage', 'AccessLogSetting:\n  DestinationArn: log'),
    ],
  }),
  settingRule({
    id: 'aws-api-metrics-off',
    title: 'API method without metrics or logs',
    severity: 'low',
    weakness: 'logging',
    description: `Calls and errors of the methods are neither counted nor logged, so that an attack on the API is not seen.`,
    remediation: 'Set `metrics_enabled` and a logging level for the methods of the stage.',
    references: [`${hub}/apigateway-controls.html#apigateway-1`],
    checks: [
      {
        at: { aws_api_gateway_method_settings: 'settings.metrics_enabled' },
        bad: isOff,
        says: 'The calls of {} are not counted.',
        fix: 'true',
      },
      {
        at: { aws_api_gateway_method_settings: 'settings.logging_level' },
        bad: isOneOf('OFF'),
        says: 'The calls of {} are not logged.',
      },
      {
        at: { 'AWS::ApiGateway::Stage': 'MethodSettings.MetricsEnabled' },
        bad: isFalse,
        says: 'The calls of {} are not counted.',
        fix: 'true',
      },
      {
        at: { 'AWS::ApiGateway::Stage': 'MethodSettings.LoggingLevel' },
        bad: isOneOf('OFF'),
        says: 'The calls of {} are not logged.',
      },
    ],
    bad: [
      tf('aws_api_gateway_method_settings', 'settings {\n  metrics_enabled = false ◄\n}'),
      cfn('AWS::ApiGateway::Stage', 'MethodSettings:\n  - HttpMethod: "*"\n    MetricsEnabled: false ◄'),
    ],
    good: [
      tf('aws_api_gateway_method_settings', 'settings {\n  metrics_enabled = true\n}'),
      cfn('AWS::ApiGateway::Stage', 'MethodSettings:\n  - MetricsEnabled: true'),
    ],
  }),
  settingRule({
    id: 'aws-api-cache-unencrypted',
    title: 'API cache without encryption',
    severity: 'medium',
    weakness: 'encryption',
    description: `Answers that the stage caches, with whatever personal data is in them, are kept in the clear.`,
    remediation: 'Set `cache_data_encrypted = true` for the methods that are cached.',
    references: [`${hub}/apigateway-controls.html#apigateway-5`],
    checks: [
      {
        at: { aws_api_gateway_method_settings: 'settings.cache_data_encrypted' },
        bad: isOff,
        when: { 'settings.caching_enabled': isTrue },
        says: 'What {} caches is kept in the clear.',
        fix: 'true',
      },
      {
        at: { 'AWS::ApiGateway::Deployment': 'StageDescription.CacheDataEncrypted' },
        bad: isOff,
        when: { 'StageDescription.CachingEnabled': isTrue },
        says: 'What {} caches is kept in the clear.',
        fix: 'true',
      },
      {
        at: { 'AWS::ApiGateway::Stage': 'MethodSettings.CacheDataEncrypted' },
        bad: isOff,
        when: { 'MethodSettings.CachingEnabled': isTrue },
        says: 'What {} caches is kept in the clear.',
        fix: 'true',
      },
    ],
    bad: [
      tf(
        'aws_api_gateway_method_settings',
        'settings {\n  caching_enabled = true\n  cache_data_encrypted = false ◄\n}',
      ),
      cfn('AWS::ApiGateway::Deployment', 'StageDescription: ◄\n  CachingEnabled: true'),
    ],
    good: [
      tf(
        'aws_api_gateway_method_settings',
        'settings {\n  caching_enabled = true\n  cache_data_encrypted = true\n}',
      ),
      cfn('AWS::ApiGateway::Deployment', 'StageDescription:\n  CachingEnabled: false'),
    ],
  }),
  settingRule({
    id: 'aws-notebook-reachable',
    title: 'Notebook with direct access to the internet',
    severity: 'medium',
    weakness: 'exposure',
    description: `The notebook reaches the internet past the network of the account: data leaves it unseen, and its users get root besides.`,
    remediation: 'Disable direct internet access, and route the notebook through your network.',
    references: [`${hub}/sagemaker-controls.html#sagemaker-1`],
    checks: [
      {
        at: {
          aws_sagemaker_notebook_instance: 'direct_internet_access',
          'AWS::SageMaker::NotebookInstance': 'DirectInternetAccess',
        },
        bad: either(isMissing, isOneOf('Enabled')),
        says: '{} reaches the internet past your network.',
      },
    ],
    bad: [
      tf('aws_sagemaker_notebook_instance', 'direct_internet_access = "Enabled" ◄'),
      cfn('AWS::SageMaker::NotebookInstance ◄', 'InstanceType: ml.t2.large'),
    ],
    good: [
      tf('aws_sagemaker_notebook_instance', 'direct_internet_access = "Disabled"'),
      cfn('AWS::SageMaker::NotebookInstance', 'DirectInternetAccess: Disabled'),
    ],
  }),
  settingRule({
    id: 'aws-task-privileged',
    title: 'Privileged container in a task or job',
    severity: 'high',
    weakness: 'privilege',
    description: `A privileged container has every right over the machine that it runs on: whoever takes it over owns the machine and the roles of what runs there.`,
    remediation: 'Remove `privileged` from the container definition.',
    references: [`${hub}/ecs-controls.html#ecs-4`],
    checks: [
      {
        at: {
          aws_ecs_task_definition: 'container_definitions.privileged',
          'AWS::ECS::TaskDefinition': 'ContainerDefinitions.Privileged',
          aws_batch_job_definition: 'container_properties.privileged',
          'AWS::Batch::JobDefinition': 'ContainerProperties.Privileged',
        },
        bad: isTrue,
        says: '{} has every right over its machine.',
        fix: 'false',
      },
      {
        at: { aws_ecs_task_definition: 'network_mode', 'AWS::ECS::TaskDefinition': 'NetworkMode' },
        bad: isOneOf('host'),
        severity: 'medium',
        says: '{} is in the network of its machine.',
      },
    ],
    bad: [
      tf(
        'aws_batch_job_definition',
        'container_properties = jsonencode({\n  image = "shop:1"\n  privileged = true ◄\n})',
      ),
      cfn('AWS::ECS::TaskDefinition', 'ContainerDefinitions:\n  - Name: shop\n    Privileged: true ◄'),
    ],
    good: [
      tf(
        'aws_batch_job_definition',
        'container_properties = jsonencode({\n  image = "shop:1"\n  privileged = false\n})',
      ),
      cfn('AWS::ECS::TaskDefinition', 'NetworkMode: awsvpc'),
    ],
  }),
  settingRule({
    id: 'aws-acl-open',
    title: 'Network ACL that lets everybody in on sensitive ports',
    severity: 'medium',
    weakness: 'access',
    description: `The network ACL allows all ports, or those of remote desktops and shells, from everywhere, so that it protects nothing where a security group fails.`,
    remediation: 'Name the networks that need the ports, and deny the rest.',
    references: [`${hub}/ec2-controls.html#ec2-21`],
    checks: [
      {
        at: { aws_network_acl: 'ingress.cidr_block' },
        bad: isEverywhere,
        when: { 'ingress.from_port': isOneOf('22', '3389', '0'), 'ingress.action': isOneOf('allow') },
        says: '{} lets everybody in.',
      },
      {
        at: { aws_network_acl_rule: 'cidr_block' },
        bad: isEverywhere,
        when: {
          egress: isOff,
          from_port: either(isMissing, isOneOf('22', '3389', '0')),
          rule_action: isOneOf('allow'),
        },
        says: '{} lets everybody in.',
      },
      {
        at: { 'AWS::EC2::NetworkAclEntry': 'CidrBlock' },
        bad: isEverywhere,
        when: { Egress: isOff, Protocol: isOneOf('-1'), RuleAction: isOneOf('allow') },
        says: '{} lets everybody in.',
      },
    ],
    bad: [
      tf('aws_network_acl_rule', 'rule_action = "allow"\nfrom_port = 3389\ncidr_block = "0.0.0.0/0" ◄'),
      cfn('AWS::EC2::NetworkAclEntry', 'Protocol: -1\nRuleAction: allow\nCidrBlock: 0.0.0.0/0 ◄'),
    ],
    good: [
      tf('aws_network_acl_rule', 'rule_action = "deny"\nfrom_port = 3389\ncidr_block = "0.0.0.0/0"'),
      cfn('AWS::EC2::NetworkAclEntry', 'Protocol: -1\nRuleAction: deny\nCidrBlock: 0.0.0.0/0'),
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
    id: 'aws-repository-public',
    title: 'Source repository that everybody may read',
    severity: 'medium',
    weakness: 'exposure',
    description: `The repository is made public, with its whole history and whatever secrets are in it.`,
    remediation: 'Make it private, unless it is meant for everybody.',
    references: [
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-codestar-githubrepository.html',
    ],
    checks: [
      {
        at: { 'AWS::CodeStar::GitHubRepository': 'IsPrivate' },
        bad: isOff,
        says: 'Everybody may read {}.',
        fix: 'true',
      },
    ],
    bad: [
      cfn('AWS::CodeStar::GitHubRepository', 'IsPrivate: false ◄'),
      cfn('AWS::CodeStar::GitHubRepository ◄', 'RepositoryName: shop'),
    ],
    good: [
      cfn('AWS::CodeStar::GitHubRepository', 'IsPrivate: true'),
      terraformFile('resource "aws_codecommit_repository" "main" {\n  repository_name = "shop"\n}'),
    ],
  }),
  settingRule({
    id: 'aws-egress-open',
    title: 'Security group that lets everything out',
    severity: 'low',
    confidence: 'medium',
    weakness: 'access',
    description: `Whatever runs behind the group may talk to every address on every port, so that stolen data leaves and tools are loaded unhindered.`,
    remediation: 'Allow the ports and networks that are needed, such as 443.',
    references: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html'],
    checks: [
      {
        at: {
          'AWS::EC2::SecurityGroup': 'SecurityGroupEgress.CidrIp',
          'AWS::EC2::SecurityGroupEgress': 'CidrIp',
        },
        bad: isEverywhere,
        says: '{} lets traffic out to every address.',
      },
      {
        at: {
          'AWS::EC2::SecurityGroup': 'SecurityGroupEgress.CidrIpv6',
          'AWS::EC2::SecurityGroupEgress': 'CidrIpv6',
        },
        bad: isEverywhere,
        says: '{} lets traffic out to every address.',
      },
    ],
    bad: [
      cfn('AWS::EC2::SecurityGroupEgress', 'IpProtocol: -1\nCidrIp: 0.0.0.0/0 ◄'),
      cfn('AWS::EC2::SecurityGroup', 'SecurityGroupEgress:\n  - IpProtocol: -1\n    CidrIpv6: ::/0 ◄'),
    ],
    good: [
      cfn('AWS::EC2::SecurityGroupEgress', 'CidrIp: 10.0.0.0/8'),
      cfn('AWS::EC2::SecurityGroup', 'GroupDescription: shop'),
    ],
  }),
];
