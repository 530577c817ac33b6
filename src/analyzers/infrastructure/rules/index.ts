import type { ResourceRule } from '../resource-rule.js';
import { awsApiRules } from './aws/api.js';
import { awsCacheRules } from './aws/cache.js';
import { awsCloudfrontRules } from './aws/cloudfront.js';
import { awsClusterRules } from './aws/cluster.js';
import { awsComputeRules } from './aws/compute.js';
import { awsDatabaseAccessRules } from './aws/database-access.js';
import { awsDatabaseRules } from './aws/database.js';
import { awsFunctionRules } from './aws/function.js';
import { awsIdentityRules } from './aws/identity.js';
import { awsKeyRules } from './aws/key.js';
import { awsLoadBalancerRules } from './aws/load-balancer.js';
import { awsMessageRules } from './aws/message.js';
import { awsNetworkRules } from './aws/network.js';
import { awsPolicyRules } from './aws/policy.js';
import { awsS3Rules } from './aws/s3.js';
import { awsSearchRules } from './aws/search.js';
import { awsStorageRules } from './aws/storage.js';
import { awsTrailRules } from './aws/trail.js';
import { awsWarehouseRules } from './aws/warehouse.js';
import { awsIdentityEscalationRules } from './aws/identity-escalation.js';
import { awsLogFilterRules } from './aws/log-filter.js';
import { awsSecurityGroupRules } from './aws/security-group.js';
import { accessRules } from './kubernetes/access.js';
import { podRules } from './kubernetes/pod.js';
import { azureRules } from './resources/azure.js';
import { googleRules } from './resources/google.js';
import type { ActionsRule } from '../formats/actions.js';
import type { ComposeRule } from '../formats/compose.js';
import type { DockerRule } from '../formats/docker.js';
import type { EnvRule } from '../formats/env.js';
import type { NginxRule } from '../formats/nginx.js';
import type { ServerlessRule } from '../formats/serverless.js';
import type { WebRule } from '../formats/web-config.js';
import type { TerraformRule } from '../formats/terraform.js';
import { actionsPermissionsMissing, actionsPermissionsWriteAll } from './actions/permissions.js';
import { actionsScriptInjection } from './actions/script-injection.js';
import { actionsUntrustedCheckout } from './actions/untrusted-checkout.js';
import { environmentWrite } from './actions/environment-write.js';
import { artifactRules } from './actions/artifact.js';
import { cacheRules } from './actions/cache.js';
import { conditionRules } from './actions/conditions.js';
import { secretRules } from './actions/secrets.js';
import { tokenRules } from './actions/token.js';
import { trustRules } from './actions/trust.js';
import { unusedPermissionRules } from './actions/unused-permission.js';
import { usesRules } from './actions/uses.js';
import { isolationRules } from './compose/isolation.js';
import { limitRules } from './compose/limits.js';
import { mountRules } from './compose/mounts.js';
import { networkRules } from './compose/network.js';
import { commandRules } from './docker/commands.js';
import { dockerRemoteAdd } from './docker/remote-add.js';
import { dockerRemoteScript } from './docker/remote-script.js';
import { dockerRootUser } from './docker/root-user.js';
import { dockerSecretArgument } from './docker/secret-argument.js';
import { dockerUnpinnedImage } from './docker/unpinned-image.js';
import { envCommittedSecret } from './env/committed-secret.js';
import { envSettingRules } from './env/settings.js';
import { accessRules as nginxAccessRules } from './nginx/access.js';
import { fileRules } from './nginx/files.js';
import { headerRules } from './nginx/headers.js';
import { proxyRules } from './nginx/proxy.js';
import { tlsRules } from './nginx/tls.js';
import { endpointRules } from './serverless/endpoints.js';
import { roleRules } from './serverless/role.js';
import { runtimeRules } from './serverless/runtime.js';
import { awsDatabasePublic } from './terraform/aws-database-public.js';
import { awsIamAdminPolicy } from './terraform/aws-iam-admin-policy.js';
import { awsOpenIngress } from './terraform/aws-open-ingress.js';
import { awsPublicNetworkIngress } from './terraform/aws-public-network-ingress.js';
import { azureOpenIngress } from './terraform/azure-open-ingress.js';
import { googleOpenIngress } from './terraform/google-open-ingress.js';
import { webHeaderRules } from './web/headers.js';
import { webRouteRules } from './web/routes.js';
import { webSettingRules } from './web/settings.js';
import { s3BucketPublic } from './terraform/s3-bucket-public.js';
import { s3BucketUnencrypted } from './terraform/s3-bucket-unencrypted.js';
import { s3PublicAccessBlockOff } from './terraform/s3-public-access-block-off.js';

/** Rules about resources of clouds, in Terraform and CloudFormation. */
export const resourceRules: readonly ResourceRule[] = [
  ...awsApiRules,
  ...awsCacheRules,
  ...awsCloudfrontRules,
  ...awsClusterRules,
  ...awsComputeRules,
  ...awsDatabaseAccessRules,
  ...awsDatabaseRules,
  ...awsFunctionRules,
  ...awsIdentityRules,
  ...awsKeyRules,
  ...awsLoadBalancerRules,
  ...awsMessageRules,
  ...awsNetworkRules,
  ...awsPolicyRules,
  ...awsS3Rules,
  ...awsSearchRules,
  ...awsStorageRules,
  ...awsTrailRules,
  ...awsWarehouseRules,
  ...awsIdentityEscalationRules,
  ...awsLogFilterRules,
  ...awsSecurityGroupRules,
  ...azureRules,
  ...googleRules,
];

export const kubernetesRules: readonly ResourceRule[] = [...accessRules, ...podRules];

export const terraformRules: readonly TerraformRule[] = [
  awsDatabasePublic,
  awsIamAdminPolicy,
  awsOpenIngress,
  awsPublicNetworkIngress,
  azureOpenIngress,
  googleOpenIngress,
  s3BucketPublic,
  s3BucketUnencrypted,
  s3PublicAccessBlockOff,
];

export const dockerRules: readonly DockerRule[] = [
  dockerRemoteAdd,
  dockerRemoteScript,
  dockerRootUser,
  dockerSecretArgument,
  dockerUnpinnedImage,
  ...commandRules,
];

export const actionsRules: readonly ActionsRule[] = [
  actionsPermissionsMissing,
  actionsPermissionsWriteAll,
  actionsScriptInjection,
  actionsUntrustedCheckout,
  environmentWrite,
  ...artifactRules,
  ...cacheRules,
  ...conditionRules,
  ...secretRules,
  ...tokenRules,
  ...trustRules,
  ...unusedPermissionRules,
  ...usesRules,
];

export const composeRules: readonly ComposeRule[] = [
  ...isolationRules,
  ...limitRules,
  ...mountRules,
  ...networkRules,
];

export const envRules: readonly EnvRule[] = [envCommittedSecret, ...envSettingRules];

export const nginxRules: readonly NginxRule[] = [
  ...nginxAccessRules,
  ...fileRules,
  ...headerRules,
  ...proxyRules,
  ...tlsRules,
];

export const serverlessRules: readonly ServerlessRule[] = [...endpointRules, ...roleRules, ...runtimeRules];

export const webRules: readonly WebRule[] = [...webHeaderRules, ...webRouteRules, ...webSettingRules];

export { openApiRules } from './openapi/interface.js';
export { packageRules } from './package/scripts.js';
