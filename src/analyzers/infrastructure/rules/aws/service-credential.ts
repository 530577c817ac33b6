import { listOf, type Item } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { cfn, templateFile, tf } from '../resources/examples.js';
import { settingRule, type Check } from '../resources/setting.js';
import type { Test } from '../resources/tests.js';

/** A text that is a value, and neither a reference to a secret nor a name for one, such as of a parameter. */
function isSecretText(item: Item | undefined): boolean {
  const text =
    typeof item?.scalar === 'string' || typeof item?.scalar === 'number' ? String(item.scalar) : '';
  return (
    text.length > 2 &&
    !/\{\{resolve:|\$\{|^\*+$/.test(text) &&
    !/^(?:string|secret|token|password|noecho)$/i.test(text) &&
    !/^[A-Z]?[a-z]+(?:[A-Z][a-z]+)*(?:Password|Secret|Token)$/.test(text)
  );
}

/** A text, or a list of which one is such. */
const isSecretItem: Test = (item) => listOf(item).some(isSecretText);

export const awsServiceCredentialRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-database-password-literal',
    title: 'Password of a data service in the template',
    severity: 'high',
    weakness: 'credential',
    description: `The password stands in the file, or is the default of a parameter. Whoever reads the repository, its history or the stack has it.`,
    remediation: 'Let the service keep it in Secrets Manager, or read it from there by a dynamic reference.',
    references: [
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds',
      `https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html`,
    ],
    checks: [
      {
        at: {
          'AWS::RDS::DBInstance': 'MasterUserPassword',
          'AWS::RDS::DBCluster': 'MasterUserPassword',
          'AWS::DocDB::DBCluster': 'MasterUserPassword',
          'AWS::Redshift::Cluster': 'MasterUserPassword',
          'AWS::ElastiCache::ReplicationGroup': 'AuthToken',
          'AWS::DMS::Endpoint': 'Password',
          'AWS::DirectoryService::MicrosoftAD': 'Password',
          'AWS::DirectoryService::SimpleAD': 'Password',
          'AWS::IAM::User': 'LoginProfile.Password',
          'AWS::AmazonMQ::Broker': 'Users.Password',
          'AWS::OpsWorks::App': 'AppSource.Password',
          'Alexa::ASK::Skill': 'AuthenticationConfiguration.ClientSecret',
          'AWS::OpenSearchService::Domain': 'AdvancedSecurityOptions.MasterUserOptions.MasterUserPassword',
          'AWS::Elasticsearch::Domain': 'AdvancedSecurityOptions.MasterUserOptions.MasterUserPassword',
          'AWS::RedshiftServerless::Namespace': 'AdminUserPassword',
          'AWS::ElastiCache::User': 'Passwords',
          'AWS::MemoryDB::User': 'AuthenticationMode.Passwords',
          'AWS::Lightsail::Database': 'MasterUserPassword',
          'AWS::Amplify::Branch': 'BasicAuthConfig.Password',
          'AWS::EMR::Cluster': 'KerberosAttributes.KdcAdminPassword',
          'AWS::FSx::FileSystem': 'WindowsConfiguration.SelfManagedActiveDirectoryConfiguration.Password',
          'AWS::AppStream::DirectoryConfig': 'ServiceAccountCredentials.AccountPassword',
          'AWS::ManagedBlockchain::Member':
            'MemberConfiguration.MemberFrameworkConfiguration.MemberFabricConfiguration.AdminPassword',
          aws_opensearch_domain: 'advanced_security_options.master_user_options.master_user_password',
          aws_elasticsearch_domain: 'advanced_security_options.master_user_options.master_user_password',
          aws_redshiftserverless_namespace: 'admin_user_password',
          aws_elasticache_user: 'passwords',
          aws_memorydb_user: 'authentication_mode.passwords',
          aws_lightsail_database: 'master_password',
          aws_datasync_location_smb: 'password',
          aws_fsx_windows_file_system: 'self_managed_active_directory.password',
          aws_amplify_branch: 'basic_auth_credentials',
          aws_db_instance: 'password',
          aws_rds_cluster: 'master_password',
          aws_docdb_cluster: 'master_password',
          aws_redshift_cluster: 'master_password',
          aws_elasticache_replication_group: 'auth_token',
          aws_dms_endpoint: 'password',
          aws_directory_service_directory: 'password',
          aws_mq_broker: 'user.password',
        },
        bad: isSecretItem,
        atOrigin: true,
        says: 'The password of {} stands in the file.',
      },
      {
        at: {
          'AWS::Amplify::App': 'BasicAuthConfig.Password',
          'AWS::DMS::Endpoint': 'MongoDbSettings.Password',
          'AWS::EMR::Cluster': 'KerberosAttributes.CrossRealmTrustPrincipalPassword',
          aws_amplify_app: 'basic_auth_credentials',
          aws_dms_endpoint: 'mongodb_settings.password',
        },
        bad: isSecretItem,
        atOrigin: true,
        says: 'The password of {} stands in the file.',
      },
    ],
    bad: [
      cfn('AWS::RDS::DBInstance', 'MasterUserPassword: shop' + 'Pass1 ◄'),
      templateFile(
        'Parameters:\n  Password:\n    Type: String\n    Default: changeme1 ◄\nResources:\n  Main:\n    Type: AWS::DocDB::DBCluster\n    Properties:\n      MasterUserPassword: !Ref Password',
      ),
    ],
    good: [
      cfn(
        'AWS::RDS::DBInstance',
        "MasterUserPassword: '{{resolve:secretsmanager:shop:SecretString:password}}'",
      ),
      tf('aws_db_instance', 'password = var.password'),
      cfn('AWS::DocDB::DBCluster', 'MasterUserPassword: ClusterMasterPassword'),
    ],
  }),
  settingRule({
    id: 'aws-service-token-literal',
    title: 'Token of a service in the template',
    severity: 'high',
    weakness: 'credential',
    description: `The token stands in the file, or is the default of a parameter. Whoever reads the repository, its history or the stack acts with it.`,
    remediation: 'Read the token from Secrets Manager by a dynamic reference, and revoke this one.',
    references: [
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds',
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html',
    ],
    checks: [
      ...[
        { 'AWS::Amplify::App': 'OauthToken', aws_amplify_app: 'oauth_token' },
        { 'AWS::Amplify::App': 'AccessToken', aws_amplify_app: 'access_token' },
        { 'Alexa::ASK::Skill': 'AuthenticationConfiguration.RefreshToken' },
        {
          'AWS::CodePipeline::Webhook': 'AuthenticationConfiguration.SecretToken',
          aws_codepipeline_webhook: 'authentication_configuration.secret_token',
        },
        {
          'AWS::CodePipeline::Pipeline': 'Stages.Actions.Configuration.OAuthToken',
          aws_codepipeline: 'stage.action.configuration.OAuthToken',
        },
        { aws_datasync_location_object_storage: 'secret_key' },
        { 'AWS::OpsWorks::App': 'SslConfiguration.PrivateKey' },
      ].map((at): Check => ({
        at,
        bad: isSecretItem,
        atOrigin: true,
        says: 'A token of {} stands in the file.',
      })),
    ],
    bad: [
      cfn('AWS::Amplify::App', 'OauthToken: shop' + 'Token1 ◄'),
      tf(
        'aws_codepipeline_webhook',
        'authentication_configuration {\n  secret_token = "shop' + 'Token1" ◄\n}',
      ),
    ],
    good: [
      cfn('AWS::Amplify::App', "OauthToken: '{{resolve:secretsmanager:shop:SecretString:token}}'"),
      tf('aws_amplify_app', 'oauth_token = var.token'),
    ],
  }),
];
