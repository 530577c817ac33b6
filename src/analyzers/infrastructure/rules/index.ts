import type { ResourceRule } from '../resource-rule.js';
import { azureAppRules } from './azure/app.js';
import { azureClusterRules } from './azure/cluster.js';
import { azureComputeRules } from './azure/compute.js';
import { azureDataRules } from './azure/data.js';
import { azureDatabaseRules } from './azure/database.js';
import { azureDatabaseLogRules } from './azure/database-log.js';
import { azureGatewayRules } from './azure/gateway.js';
import { azureLogRules } from './azure/log.js';
import { azureMachineRules } from './azure/machine.js';
import { azureReachableRules } from './azure/reachable.js';
import { azureSharedLoginRules } from './azure/shared-login.js';
import { azureStorageRules } from './azure/storage.js';
import { azureTransportRules } from './azure/transport.js';
import { azureVaultRules } from './azure/vault.js';
import { googleAccessRules } from './google/access.js';
import { googleClusterNodeRules } from './google/cluster-node.js';
import { googleDatabaseRules } from './google/database.js';
import { googleEdgeRules } from './google/edge.js';
import { googleIdentityRules } from './google/identity.js';
import { googleExposureRules } from './google/exposure.js';
import { googleClusterRules } from './google/cluster.js';
import { googleNodeRules } from './google/node.js';
import { googleDnsRules } from './google/dns.js';
import { googleMachineRules } from './google/machine.js';
import { googleNetworkRules } from './google/network.js';
import { googleStorageRules } from './google/storage.js';
import { kubernetesExposureRules } from './kubernetes/exposure.js';
import { kubernetesHostRules } from './kubernetes/host.js';
import { kubernetesKubeletRules } from './kubernetes/kubelet.js';
import { kubernetesPodPolicyRules } from './kubernetes/pod-policy.js';
import { kubernetesPrivilegeRules } from './kubernetes/privilege.js';
import { kubernetesWorkloadRules } from './kubernetes/workload.js';
import { accessControlRules } from './kubernetes/access-control.js';
import { componentAbsenceRules } from './kubernetes/component-absences.js';
import { kubernetesNetworkRules } from './kubernetes/network.js';
import { kubernetesPodExtraRules } from './kubernetes/pod-extras.js';
import { componentPairRules } from './kubernetes/component-pairs.js';
import { componentRules } from './kubernetes/component.js';
import { awsApiRules } from './aws/api.js';
import { awsApiLogRules } from './aws/api-log.js';
import { awsCacheRules } from './aws/cache.js';
import { awsCloudfrontRules } from './aws/cloudfront.js';
import { awsClusterRules } from './aws/cluster.js';
import { awsContainerRules } from './aws/container.js';
import { awsComputeRules } from './aws/compute.js';
import { awsDatabaseAccessRules } from './aws/database-access.js';
import { awsDatabaseRules } from './aws/database.js';
import { awsTableRules } from './aws/table.js';
import { awsFirewallRules } from './aws/firewall.js';
import { awsFunctionRules } from './aws/function.js';
import { awsIdentityRules } from './aws/identity.js';
import { awsSignInRules } from './aws/sign-in.js';
import { awsKeyRules } from './aws/key.js';
import { awsLoadBalancerRules } from './aws/load-balancer.js';
import { awsClassicBalancerRules } from './aws/classic-balancer.js';
import { awsMetadataRules } from './aws/metadata.js';
import { awsGraphApiRules } from './aws/graph-api.js';
import { awsTransferRules } from './aws/transfer.js';
import { awsDatabaseTransportRules } from './aws/database-transport.js';
import { awsUpgradeRules } from './aws/upgrade.js';
import { awsMachineLearningRules } from './aws/machine-learning.js';
import { awsSharingRules } from './aws/sharing.js';
import { awsTrustRules } from './aws/trust.js';
import { awsDeliveryRules } from './aws/delivery.js';
import { awsWorkflowRules } from './aws/workflow.js';
import { awsEdgeRules } from './aws/edge.js';
import { awsServiceLogRules } from './aws/service-log.js';
import { awsDesktopRules } from './aws/desktop.js';
import { awsServiceCredentialRules } from './aws/service-credential.js';
import { awsUserDataRules } from './aws/user-data.js';
import { awsZoneRules } from './aws/zone.js';
import { awsMessageRules } from './aws/message.js';
import { awsNetworkRules } from './aws/network.js';
import { awsNetworkAclRules } from './aws/network-acl.js';
import { awsPolicyRules } from './aws/policy.js';
import { awsS3Rules } from './aws/s3.js';
import { awsS3AccessRules } from './aws/s3-access.js';
import { awsS3TransportRules } from './aws/s3-transport.js';
import { awsSearchRules } from './aws/search.js';
import { awsStorageRules } from './aws/storage.js';
import { awsTrailRules } from './aws/trail.js';
import { awsAccountRules } from './aws/account.js';
import { awsWarehouseRules } from './aws/warehouse.js';
import { awsAnalysisRules } from './aws/analysis.js';
import { awsIdentityEscalationRules } from './aws/identity-escalation.js';
import { awsLogFilterRules } from './aws/log-filter.js';
import { awsSecurityGroupRules } from './aws/security-group.js';
import { accessRules } from './kubernetes/access.js';
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
import { hardeningRules as composeHardeningRules } from './compose/hardening.js';
import { isolationRules } from './compose/isolation.js';
import { limitRules } from './compose/limits.js';
import { mountRules } from './compose/mounts.js';
import { networkRules } from './compose/network.js';
import { commandRules } from './docker/commands.js';
import { hardeningRules as dockerHardeningRules } from './docker/hardening.js';
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
import { awsIngressAllProtocols } from './terraform/aws-ingress-all-protocols.js';
import { awsPublicNetworkIngress } from './terraform/aws-public-network-ingress.js';
import { azureOpenIngress } from './terraform/azure-open-ingress.js';
import { moduleIngress } from './terraform/module-ingress.js';
import { moduleInputRules } from './terraform/module-inputs.js';
import { openPortRules } from './terraform/open-port.js';
import { googleOpenIngress } from './terraform/google-open-ingress.js';
import { webHeaderRules } from './web/headers.js';
import { webRouteRules } from './web/routes.js';
import { webSettingRules } from './web/settings.js';
import { s3BucketPublic } from './terraform/s3-bucket-public.js';

/** Rules about resources of clouds, in Terraform and CloudFormation. */
export const resourceRules: readonly ResourceRule[] = [
  ...awsApiRules,
  ...awsUserDataRules,
  ...awsDesktopRules,
  ...awsServiceCredentialRules,
  ...awsGraphApiRules,
  ...awsTransferRules,
  ...awsDatabaseTransportRules,
  ...awsUpgradeRules,
  ...awsMachineLearningRules,
  ...awsSharingRules,
  ...awsTrustRules,
  ...awsDeliveryRules,
  ...awsWorkflowRules,
  ...awsEdgeRules,
  ...awsServiceLogRules,
  ...awsApiLogRules,
  ...awsCacheRules,
  ...awsCloudfrontRules,
  ...awsClusterRules,
  ...awsContainerRules,
  ...awsComputeRules,
  ...awsDatabaseAccessRules,
  ...awsDatabaseRules,
  ...awsTableRules,
  ...awsFirewallRules,
  ...awsFunctionRules,
  ...awsIdentityRules,
  ...awsSignInRules,
  ...awsKeyRules,
  ...awsLoadBalancerRules,
  ...awsClassicBalancerRules,
  ...awsMetadataRules,
  ...awsZoneRules,
  ...awsMessageRules,
  ...awsNetworkRules,
  ...awsNetworkAclRules,
  ...awsPolicyRules,
  ...awsS3Rules,
  ...awsS3AccessRules,
  ...awsS3TransportRules,
  ...awsSearchRules,
  ...awsStorageRules,
  ...awsTrailRules,
  ...awsAccountRules,
  ...awsWarehouseRules,
  ...awsAnalysisRules,
  ...awsIdentityEscalationRules,
  ...awsLogFilterRules,
  ...awsSecurityGroupRules,
  ...azureAppRules,
  ...azureComputeRules,
  ...azureDataRules,
  ...azureGatewayRules,
  ...azureReachableRules,
  ...azureSharedLoginRules,
  ...azureClusterRules,
  ...azureDatabaseRules,
  ...azureDatabaseLogRules,
  ...azureLogRules,
  ...azureMachineRules,
  ...azureStorageRules,
  ...azureTransportRules,
  ...azureVaultRules,
  ...googleAccessRules,
  ...googleClusterNodeRules,
  ...googleDatabaseRules,
  ...googleEdgeRules,
  ...googleIdentityRules,
  ...googleExposureRules,
  ...googleClusterRules,
  ...googleNodeRules,
  ...googleDnsRules,
  ...googleMachineRules,
  ...googleNetworkRules,
  ...googleStorageRules,
  moduleIngress,
  ...moduleInputRules,
];

export const kubernetesRules: readonly ResourceRule[] = [
  ...accessRules,
  ...accessControlRules,
  ...componentAbsenceRules,
  ...kubernetesNetworkRules,
  ...kubernetesPodExtraRules,
  ...componentPairRules,
  ...componentRules,
  ...kubernetesExposureRules,
  ...kubernetesHostRules,
  ...kubernetesKubeletRules,
  ...kubernetesPodPolicyRules,
  ...kubernetesPrivilegeRules,
  ...kubernetesWorkloadRules,
];

export const terraformRules: readonly TerraformRule[] = [
  awsDatabasePublic,
  awsIamAdminPolicy,
  awsOpenIngress,
  awsIngressAllProtocols,
  awsPublicNetworkIngress,
  azureOpenIngress,
  googleOpenIngress,
  ...openPortRules,
  s3BucketPublic,
];

export const dockerRules: readonly DockerRule[] = [
  dockerRemoteAdd,
  dockerRemoteScript,
  dockerRootUser,
  dockerSecretArgument,
  dockerUnpinnedImage,
  ...commandRules,
  ...dockerHardeningRules,
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
  ...composeHardeningRules,
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
