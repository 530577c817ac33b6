/** A place in a call at which a credential stands. */
export interface CredentialPosition {
  /** API paths of the functions, without `()`. */
  readonly at: readonly string[];
  readonly argument: number;
  /** The option that holds it, with dots into nested ones; without it the argument itself. */
  readonly field?: string;
  /** What it is, for the message. */
  readonly what: string;
  /** It is an address with user and password. */
  readonly isAddress?: boolean;
  /** Each property of the object is one. */
  readonly anyField?: boolean;
  /** A service issues it, at random: a word there is none, but what a server on one's own machine takes for one. */
  readonly isIssued?: boolean;
}

const sqlClients = [
  'pg.{Pool,Client}',
  'mysql.{createConnection,createPool}',
  'mysql2.{createConnection,createPool}',
  'mariadb.{createConnection,createPool}',
  'mssql.{connect,ConnectionPool}',
  'tedious.Connection',
  'oracledb.{getConnection,createPool}',
  'typeorm.{DataSource,createConnection,Connection}',
  'postgres',
  'ssh2.Client().connect',
  'ftp().connect',
  'basic-ftp.Client().access',
  'ssh2-sftp-client().connect',
  'amqplib.connect',
  'imap',
];

/** Strategies of Passport for other services' accounts, without the `passport-` that their names begin with. */
export const passportStrategies: readonly string[] = (
  'amazon apple asana atlassian-oauth2 auth0 azure-ad azure-ad-oauth2 battlenet bitbucket bitbucket-oauth2 bnet box ' +
  'cognito-oauth2 coinbase digitalocean discord disqus dribbble dropbox dropbox-oauth2 etsy evernote facebook figma fitbit ' +
  'fitbit-oauth2 flickr foursquare github github2 gitlab2 google google-oauth google-oauth1 google-oauth2 google-oauth20 ' +
  'heroku hubspot-oauth2 imgur instagram intuit-oauth kakao keycloak-oauth2-oidc line linkedin linkedin-oauth2 mailchimp ' +
  'mailru meetup meetup-oauth2 microsoft mixer naver notion oauth oauth1 oauth2 odnoklassniki okta-oauth okta-oauth20 ' +
  'openidconnect outlook patreon paypal-oauth pinterest pocket qq quickbooks reddit salesforce shopify slack slack-oauth2 ' +
  'snapchat soundcloud spotify stackexchange strava strava-oauth2 stripe tiktok-auth todoist trello tumblr twitch twitch-new ' +
  'twitter twitter-oauth2 untappd vimeo vkontakte wechat weibo windowslive withings wordpress wso2 xero xing ' +
  'yahoo yahoo-oauth2 yammer yandex zendesk zoho zoom-oauth2'
).split(' ');

/** Clients of the AWS SDK, by their names in its second version. */
const awsServices = (
  'ACM APIGateway Amplify AppSync Athena AutoScaling Backup Batch Chime CloudFormation CloudFront CloudTrail CloudWatch ' +
  'CloudWatchLogs CodeBuild CodeCommit CodeDeploy CodePipeline CognitoIdentity CognitoIdentityServiceProvider Comprehend ' +
  'ConfigService Connect CostExplorer DataPipeline DeviceFarm DirectConnect DynamoDB EC2 ECR ECS EFS EKS ELB ELBv2 EMR ' +
  'ElastiCache ElasticBeanstalk ElasticTranscoder ES EventBridge FSx Firehose Glacier Glue GuardDuty IAM Inspector Iot ' +
  'KMS Kinesis KinesisAnalytics KinesisVideo Lambda LexModelBuildingService Lightsail MQ MachineLearning MediaConvert ' +
  'MediaLive MediaPackage MediaStore Neptune OpenSearch OpsWorks Organizations Personalize Pinpoint Polly QuickSight RDS ' +
  'RDSDataService Redshift RedshiftData Rekognition ResourceGroups Route53 S3 SES SESV2 SNS SQS SSM STS SWF SageMaker ' +
  'SecretsManager SecurityHub ServiceCatalog ServiceDiscovery StepFunctions StorageGateway Textract TranscribeService ' +
  'Transfer Translate WAF WAFRegional WAFV2 WorkDocs WorkMail WorkSpaces XRay'
).split(' ');

export const credentialPositions: readonly CredentialPosition[] = [
  { at: ['jsonwebtoken.{sign,verify}'], argument: 1, what: 'key' },
  { at: ['jwt-simple.{encode,decode}'], argument: 1, what: 'key' },
  { at: ['jose.SignJWT().sign', 'jose.EncryptJWT().encrypt'], argument: 0, what: 'key' },
  {
    at: ['jose.{jwtVerify,jwtDecrypt,compactVerify}', 'jose.JWT.{sign,verify}', 'jose.JWS.{sign,verify}'],
    argument: 1,
    what: 'key',
  },
  {
    at: ['express-session', 'cookie-session', 'express-jwt', 'koa-jwt'],
    argument: 0,
    field: 'secret',
    what: 'secret',
  },
  { at: ['cookie-session', 'cookies', 'koa-session'], argument: 0, field: 'keys', what: 'key' },
  { at: ['cookie-parser'], argument: 0, what: 'secret' },
  { at: ['client-sessions'], argument: 0, field: 'secret', what: 'secret' },
  { at: ['passport-jwt.Strategy'], argument: 0, field: 'secretOrKey', what: 'key' },
  {
    at: ['@nestjs/jwt.JwtModule.register', '@nestjs/jwt.JwtService'],
    argument: 0,
    field: 'secret',
    what: 'key',
  },
  {
    at: ['@nestjs/jwt.JwtService().{sign,signAsync,verify,verifyAsync}'],
    argument: 1,
    field: 'secret',
    what: 'key',
  },
  { at: ['express-basic-auth'], argument: 0, field: 'users', what: 'password', anyField: true },
  ...passportStrategies.map((name): CredentialPosition => ({
    at: [`passport-${name}.{Strategy,OAuth2Strategy,BearerStrategy,OIDCStrategy}`, `passport-${name}`],
    argument: 0,
    field: 'clientSecret',
    what: 'client secret',
  })),
  ...passportStrategies.map((name): CredentialPosition => ({
    at: [`passport-${name}.{Strategy,OAuthStrategy}`, `passport-${name}`],
    argument: 0,
    field: 'consumerSecret',
    what: 'consumer secret',
  })),
  { at: ['crypto.createHmac'], argument: 1, what: 'key' },
  { at: ['crypto.{createSecretKey,createPrivateKey}'], argument: 0, what: 'key' },
  { at: ['crypto.{privateDecrypt,privateEncrypt}'], argument: 0, what: 'key' },
  { at: ['crypto.{privateDecrypt,privateEncrypt}'], argument: 0, field: 'key', what: 'key' },
  {
    at: ['crypto.{privateDecrypt,privateEncrypt,createPrivateKey}'],
    argument: 0,
    field: 'passphrase',
    what: 'passphrase',
  },
  { at: ['crypto.createSign().sign'], argument: 0, what: 'key' },
  { at: ['crypto.sign'], argument: 2, what: 'key' },
  { at: ['crypto.{createECDH,createDiffieHellman}().setPrivateKey'], argument: 0, what: 'key' },
  {
    at: ['cookie-parser.{JSONCookie,JSONCookies,signedCookie,signedCookies}'],
    argument: 1,
    what: 'secret',
  },
  { at: ['basic-auth-connect'], argument: 1, what: 'password' },
  {
    at: ['request.{get,post,put,patch,delete,head}().auth', 'request().auth'],
    argument: 1,
    what: 'password',
  },
  { at: ['superagent.{get,post,put,patch,delete,head}().auth'], argument: 1, what: 'password' },
  { at: ['crypto.{createCipher,createDecipher}'], argument: 1, what: 'password' },
  { at: ['crypto.{createCipheriv,createDecipheriv}'], argument: 1, what: 'key' },
  { at: ['crypto-js.{AES,DES,TripleDES,RC4,Rabbit}.{encrypt,decrypt}'], argument: 1, what: 'key' },
  { at: ['crypto-js.{HmacSHA1,HmacSHA256,HmacSHA384,HmacSHA512,HmacMD5}'], argument: 1, what: 'key' },
  { at: sqlClients, argument: 0, field: 'password', what: 'password' },
  {
    at: ['pg.{Pool,Client}'],
    argument: 0,
    field: 'connectionString',
    what: 'connection string',
    isAddress: true,
  },
  {
    at: [
      'pg.{Pool,Client}',
      'postgres',
      'mysql.{createConnection,createPool}',
      'mysql2.{createConnection,createPool}',
      'mssql.connect',
      'amqplib.connect',
    ],
    argument: 0,
    what: 'connection string',
    isAddress: true,
  },
  {
    at: ['typeorm.{DataSource,createConnection}'],
    argument: 0,
    field: 'url',
    what: 'connection string',
    isAddress: true,
  },
  { at: ['knex'], argument: 0, field: 'connection.password', what: 'password' },
  { at: ['knex'], argument: 0, field: 'connection', what: 'connection string', isAddress: true },
  { at: ['sequelize', 'sequelize.Sequelize'], argument: 0, field: 'password', what: 'password' },
  { at: ['sequelize', 'sequelize.Sequelize'], argument: 2, what: 'password' },
  {
    at: [
      'sequelize',
      'sequelize.Sequelize',
      'mongoose.{connect,createConnection}',
      'mongodb.MongoClient',
      'mongodb.MongoClient.connect',
      'ioredis',
      'ioredis.Redis',
    ],
    argument: 0,
    what: 'connection string',
    isAddress: true,
  },
  {
    at: ['redis.createClient', 'ioredis', 'ioredis.Redis'],
    argument: 0,
    field: 'password',
    what: 'password',
  },
  { at: ['redis.createClient'], argument: 0, field: 'url', what: 'connection string', isAddress: true },
  {
    at: ['mongoose.{connect,createConnection}', 'mongodb.MongoClient', 'mongodb.MongoClient.connect'],
    argument: 1,
    field: 'auth.password',
    what: 'password',
  },
  { at: ['mongoose.{connect,createConnection}'], argument: 1, field: 'pass', what: 'password' },
  { at: ['nodemailer.createTransport'], argument: 0, field: 'auth.pass', what: 'password' },
  { at: ['nodemailer.createTransport'], argument: 0, what: 'connection string', isAddress: true },
  { at: ['ldapjs.Client().bind'], argument: 1, what: 'password' },
  {
    at: [
      'aws-sdk.config.update',
      'aws-sdk.Config().update',
      `aws-sdk.{${awsServices.join(',')},Config,Credentials}`,
    ],
    argument: 0,
    field: 'secretAccessKey',
    what: 'secret key',
  },
  {
    at: [
      '@aws-sdk/client-s3.S3Client',
      '@aws-sdk/client-dynamodb.DynamoDBClient',
      '@aws-sdk/client-ses.SESClient',
      '@aws-sdk/client-sqs.SQSClient',
      '@aws-sdk/client-sns.SNSClient',
      '@aws-sdk/client-lambda.LambdaClient',
      'aws-sdk.S3',
    ],
    argument: 0,
    field: 'credentials.secretAccessKey',
    what: 'secret key',
  },
  {
    at: [
      'stripe',
      '@sendgrid/mail.setApiKey',
      'resend.Resend',
      '@slack/web-api.WebClient',
      'mailchimp-api-v3',
    ],
    argument: 0,
    what: 'API key',
    isIssued: true,
  },
  { at: ['twilio'], argument: 1, what: 'token', isIssued: true },
  {
    at: [
      'openai',
      'openai.OpenAI',
      '@anthropic-ai/sdk',
      'algoliasearch',
      '@pinecone-database/pinecone.Pinecone',
    ],
    argument: 0,
    field: 'apiKey',
    what: 'API key',
    isIssued: true,
  },
  {
    at: ['@octokit/rest.Octokit', '@octokit/core.Octokit', 'octokit.Octokit'],
    argument: 0,
    field: 'auth',
    what: 'token',
    isIssued: true,
  },
  { at: ['axios.{get,delete,head,request}', 'axios'], argument: 1, field: 'auth.password', what: 'password' },
  { at: ['axios.{post,put,patch}'], argument: 2, field: 'auth.password', what: 'password' },
  { at: ['axios', 'axios.create', 'axios.request'], argument: 0, field: 'auth.password', what: 'password' },
  {
    at: ['iron-session.getIronSession', 'iron-session/next.withIronSessionApiRoute'],
    argument: 2,
    field: 'password',
    what: 'password',
  },
  {
    at: ['iron-session/next.{withIronSessionApiRoute,withIronSessionSsr}'],
    argument: 1,
    field: 'password',
    what: 'password',
  },
  {
    at: ['next-auth', 'next-auth/jwt.{getToken,encode,decode}'],
    argument: 0,
    field: 'secret',
    what: 'secret',
  },
];
