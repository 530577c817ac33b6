import { follow, textOf, type Item } from '../formats/item.js';
import type { ResourceRule } from '../resource-rule.js';
import { isFalse, isMissing, isOneOf, isTrue, type Test } from './resources/tests.js';

/** A resource that people outside can reach. It is no flaw, so that it is no rule of the analyzer either. */
interface PublicResource {
  /** Of Terraform, CloudFormation or Kubernetes. */
  readonly types: readonly string[];
  /** A setting by its path, and what it is where the resource is public; one that is not known makes it none. */
  readonly when?: readonly [path: string, test: Test];
}

const anywhere = isOneOf('0.0.0.0/0', '::/0', 'Internet', '*');
const everyone = isOneOf('allUsers', 'allAuthenticatedUsers');
const isNot =
  (test: Test): Test =>
  (item) =>
    !test(item);

const publicResources: readonly PublicResource[] = [
  // Balancers face the internet unless they are said to be internal.
  { types: ['aws_lb', 'aws_alb', 'aws_elb'], when: ['internal', isNot(isTrue)] },
  {
    types: ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ElasticLoadBalancing::LoadBalancer'],
    when: ['Scheme', isNot(isOneOf('internal'))],
  },
  { types: ['aws_api_gateway_rest_api'], when: ['endpoint_configuration.types', isNot(isOneOf('PRIVATE'))] },
  { types: ['AWS::ApiGateway::RestApi'], when: ['EndpointConfiguration.Types', isNot(isOneOf('PRIVATE'))] },
  {
    types: [
      'aws_apigatewayv2_api',
      'aws_lambda_function_url',
      'aws_cloudfront_distribution',
      'aws_s3_bucket_website_configuration',
      'AWS::ApiGatewayV2::Api',
      'AWS::Lambda::Url',
      'AWS::CloudFront::Distribution',
      'AWS::Serverless::Api',
      'AWS::Serverless::HttpApi',
      'azurerm_public_ip',
      'azurerm_frontdoor',
      'Ingress',
      'HTTPRoute',
    ],
  },
  { types: ['aws_security_group'], when: ['ingress.cidr_blocks', anywhere] },
  { types: ['aws_vpc_security_group_ingress_rule'], when: ['cidr_ipv4', anywhere] },
  { types: ['AWS::EC2::SecurityGroup'], when: ['SecurityGroupIngress.CidrIp', anywhere] },
  { types: ['AWS::EC2::SecurityGroupIngress'], when: ['CidrIp', anywhere] },
  { types: ['google_compute_firewall'], when: ['source_ranges', anywhere] },
  {
    types: ['google_compute_global_forwarding_rule', 'google_compute_forwarding_rule'],
    when: [
      'load_balancing_scheme',
      (item) => isMissing(item) || isOneOf('EXTERNAL', 'EXTERNAL_MANAGED')(item),
    ],
  },
  {
    types: [
      'google_cloud_run_service_iam_member',
      'google_cloud_run_v2_service_iam_member',
      'google_storage_bucket_iam_member',
      'google_cloudfunctions_function_iam_member',
    ],
    when: ['member', everyone],
  },
  {
    types: ['azurerm_linux_web_app', 'azurerm_windows_web_app', 'azurerm_linux_function_app'],
    when: ['public_network_access_enabled', isNot(isFalse)],
  },
  { types: ['Service'], when: ['spec.type', isOneOf('LoadBalancer', 'NodePort')] },
];

/** In the form of rules, since the formats judge resources by these. A hit's message is the name of the way in. */
export const publicResourceRules: readonly ResourceRule[] = publicResources.map(({ types, when }) => ({
  id: 'public-resource',
  title: 'Public resource',
  severity: 'low',
  confidence: 'high',
  cwe: [],
  asvs: [],
  languages: [],
  description: '',
  remediation: '',
  references: [],
  examples: { bad: [], good: [] },
  resources: types,
  *check({ type, name, address, settings }) {
    if (when && !holds(settings, ...when)) return;
    yield { message: `${type} ${name}`, span: settings.span, scope: address };
  },
}));

function holds(settings: Item, path: string, test: Test): boolean {
  const found = follow(settings, path, true).flatMap(
    ({ item }): readonly (Item | undefined)[] => item?.items ?? [item],
  );
  if (found.some((item) => item?.known === false || (item && textOf(item) === undefined))) return false;
  // Where nothing stands, the default counts.
  return found.length === 0 ? test(undefined) : found.some((item) => test(item));
}
