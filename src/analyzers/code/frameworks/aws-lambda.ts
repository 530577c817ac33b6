import type { Value } from '../flow/value.js';
import { headersType } from './answer.js';
import type { Framework, ResultModel } from './framework.js';

/** The answer to a gateway is HTML where its headers say so. */
const answers: readonly ResultModel[] = [
  { kind: 'html', field: 'body', when: isHtmlAnswer },
  { kind: 'redirect', field: 'headers.Location' },
  { kind: 'redirect', field: 'headers.location' },
];

/** Functions in the cloud: AWS Lambda behind a gateway, Azure Functions, Netlify and Firebase. */
export const awsLambda: Framework = {
  name: 'AWS Lambda',
  roots: [
    'aws-lambda',
    '@middy/core',
    'firebase-functions',
    '@netlify/functions',
    '@azure/functions',
    '@google-cloud/functions-framework',
  ],
  aliases: {
    'aws-lambda.{APIGatewayProxyEvent,APIGatewayProxyEventV2,APIGatewayEvent,ALBEvent,LambdaFunctionURLEvent,AppSyncResolverEvent}()':
      'aws-lambda.Event()',
    'aws-lambda.{SQSEvent,SNSEvent,S3Event,KinesisStreamEvent,DynamoDBStreamEvent,EventBridgeEvent}()':
      'aws-lambda.Message()',
    '@netlify/functions.HandlerEvent()': 'aws-lambda.Event()',
    '@azure/functions.HttpRequest()': 'web.Request()',
    'firebase-functions/{v1,v2}': 'firebase-functions',
  },
  sources: [
    { at: ['aws-lambda.Event()'], kind: 'request' },
    { at: ['aws-lambda.Event().headers.{host,Host,referer,Referer,x-forwarded-host}'], kind: 'request' },
    { at: ['aws-lambda.Message()'], kind: 'message' },
    { at: ['firebase-functions.Input()'], kind: 'request' },
  ],
  harmless: [
    'aws-lambda.Event().{requestContext,httpMethod,isBase64Encoded,resource,stageVariables,version,routeKey,awsRequestId,RequestType,StackId,LogicalResourceId,ResponseURL}',
  ],
  sinks: [
    {
      at: ['aws-lambda.Callback'],
      kind: 'html',
      argument: 1,
      field: 'body',
      when: (site) => isHtmlAnswer(site.arguments[1]),
    },
  ],
  callbacks: [
    {
      at: ['firebase-functions.https.onRequest', '@google-cloud/functions-framework.http'],
      parameters: ['express.Request()', 'express.Response()'],
    },
    { at: ['firebase-functions.https.onCall'], parameters: ['firebase-functions.Input()'] },
    { at: ['@middy/core'], parameters: ['aws-lambda.Event()', undefined], results: answers },
    { at: ['@azure/functions.app.{http,get,post,put,deleteRequest}'], parameters: ['web.Request()'] },
  ],
  parameters: [
    {
      exported: /^(?:handler|lambdaHandler|lambda_handler)$/,
      names: [/^_?(?:event|evt|\{.*)$/],
      parameters: ['aws-lambda.Event()', undefined, 'aws-lambda.Callback'],
      results: answers,
      doubt: 0,
    },
    {
      takes: /^(?:APIGateway\w*|ALB|LambdaFunctionURL)Event(?:V2)?\b/,
      parameters: ['aws-lambda.Event()', undefined, 'aws-lambda.Callback'],
      results: answers,
      hint: /\b(?:APIGateway|ALB|LambdaFunctionURL)\w*/,
      doubt: 0,
    },
    {
      annotated:
        /^(?:APIGateway\w*|ALB|LambdaFunctionURL)Handler\b|^Handler<(?:APIGateway|ALB|LambdaFunctionURL)/,
      parameters: ['aws-lambda.Event()', undefined, 'aws-lambda.Callback'],
      results: answers,
      hint: /\b(?:APIGateway|ALB|LambdaFunctionURL)\w*/,
      doubt: 0,
    },
    {
      names: [/^_?event$/, /^_?(?:context|ctx)$/],
      parameters: ['aws-lambda.Event()', undefined, 'aws-lambda.Callback'],
      results: answers,
      doubt: 1,
    },
    { names: [/^context$/, /^req(?:uest)?$/], parameters: [undefined, 'express.Request()'], doubt: 1 },
  ],
};

function isHtmlAnswer(answer: Value | undefined): boolean {
  return headersType(answer?.fields?.get('headers')) === true;
}
