import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { exampleContext } from '../../support/example-context.js';

const analyzer = createInfrastructureAnalyzer();
afterAll(() => analyzer.close?.());

async function waysIn(path: string, text: string): Promise<string[]> {
  const found = await analyzer.entryPoints?.({ path, text }, exampleContext({ path, files: {} }, text));
  return (found ?? []).map(({ name, line }) => `${line} ${name}`);
}

const tf = (type: string, body = ''): string => `resource "${type}" "a" {\n${body}\n}\n`;
const cfn = (type: string, properties = ''): string =>
  `AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  A:\n    Type: ${type}\n    Properties:\n      Name: a\n${properties}`;
const k8s = (kind: string, spec: string): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: a\nspec:\n  ${spec}\n`;

describe('public resources', () => {
  it.each<[string, string]>([
    [tf('aws_lb'), 'aws_lb a'],
    [tf('aws_lb', 'internal = false'), 'aws_lb a'],
    [tf('aws_apigatewayv2_api', 'name = "a"'), 'aws_apigatewayv2_api a'],
    [tf('aws_api_gateway_rest_api', 'name = "a"'), 'aws_api_gateway_rest_api a'],
    [tf('aws_lambda_function_url'), 'aws_lambda_function_url a'],
    [
      tf('aws_security_group', 'ingress {\n cidr_blocks = ["10.0.0.0/8", "0.0.0.0/0"]\n}'),
      'aws_security_group a',
    ],
    [
      tf('google_cloud_run_service_iam_member', 'member = "allUsers"'),
      'google_cloud_run_service_iam_member a',
    ],
    [tf('azurerm_linux_web_app'), 'azurerm_linux_web_app a'],
  ])('are in Terraform %j', async (text, expected) => {
    expect((await waysIn('main.tf', text)).map((way) => way.replace(/^\d+ /, ''))).toEqual([expected]);
  });

  it.each<[string, string]>([
    ['main.tf', tf('aws_lb', 'internal = true')],
    ['main.tf', tf('aws_lb', 'internal = var.internal')],
    ['main.tf', tf('aws_api_gateway_rest_api', 'endpoint_configuration {\n types = ["PRIVATE"]\n}')],
    ['main.tf', tf('aws_security_group', 'ingress {\n cidr_blocks = ["10.0.0.0/8"]\n}')],
    ['main.tf', tf('azurerm_linux_web_app', 'public_network_access_enabled = false')],
    ['main.tf', tf('aws_s3_bucket')],
    ['a.yaml', cfn('AWS::ElasticLoadBalancingV2::LoadBalancer', '      Scheme: internal\n')],
    ['a.yaml', k8s('Service', 'type: ClusterIP')],
    ['a.yaml', k8s('Deployment', 'replicas: 1')],
  ])('are not in %s %j', async (path, text) => {
    expect(await waysIn(path, text)).toEqual([]);
  });

  it.each<[string, string, string]>([
    [
      'CloudFormation',
      cfn('AWS::ElasticLoadBalancingV2::LoadBalancer'),
      'AWS::ElasticLoadBalancingV2::LoadBalancer A',
    ],
    ['CloudFormation', cfn('AWS::Lambda::Url'), 'AWS::Lambda::Url A'],
    ['Kubernetes', k8s('Service', 'type: LoadBalancer'), 'Service a'],
    ['Kubernetes', k8s('Ingress', 'ingressClassName: nginx'), 'Ingress a'],
  ])('are in %s', async (_, text, expected) => {
    expect((await waysIn('a.yaml', text)).map((way) => way.replace(/^\d+ /, ''))).toEqual([expected]);
  });
});
