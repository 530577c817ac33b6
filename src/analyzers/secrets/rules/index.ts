import { genericRules } from '../generic/index.js';
import type { SecretRule } from '../rule.js';
import { models } from './ai/models.js';
import { anthropicKey, openaiKey } from './ai/openai-and-anthropic.js';
import { modelTools } from './ai/tools.js';
import { recognition } from './ai/recognition.js';
import { amazon } from './cloud/amazon.js';
import { awsAccessKey, awsSecretKey, googleApiKey } from './cloud/aws-and-google.js';
import { azure } from './cloud/azure.js';
import { domains } from './cloud/domains.js';
import { edge } from './cloud/edge.js';
import { google } from './cloud/google.js';
import { hosting } from './cloud/hosting.js';
import { platforms } from './cloud/platforms.js';
import { shops } from './commerce/shops.js';
import { parcelsAndTrips } from './commerce/parcels.js';
import { content } from './content/content.js';
import { files } from './content/files.js';
import { dataApis } from './data/apis.js';
import { maps } from './data/maps.js';
import { markets } from './data/markets.js';
import { lookups } from './data/lookups.js';
import { exchanges } from './data/exchanges.js';
import { wallets } from './data/wallets.js';
import { dataPlatforms } from './data-platforms.js';
import { databaseUrl } from './databases.js';
import { identity } from './identity/identity.js';
import { vaults } from './identity/vaults.js';
import { infrastructureServices } from './infrastructure-services.js';
import { infrastructure } from './infrastructure.js';
import { alarms } from './monitoring/alarms.js';
import { logging } from './monitoring/logging.js';
import { monitoring } from './monitoring/monitoring.js';
import { ci } from './ci/ci.js';
import { testing } from './ci/testing.js';
import { privateKey } from './keys.js';
import { analytics } from './marketing/analytics.js';
import { flagsAndSearch } from './marketing/flags-and-search.js';
import { relations } from './marketing/relations.js';
import { customerData } from './marketing/customers.js';
import { chat } from './messaging/chat.js';
import { webhooks } from './messaging/webhooks.js';
import { mail } from './messaging/mail.js';
import { phoneAndPush } from './messaging/phone-and-push.js';
import { push } from './messaging/push.js';
import { sendgridKey, twilioCredential } from './messaging/sendgrid-and-twilio.js';
import { slackToken, slackWebhook } from './messaging/slack.js';
import { banking } from './payment/banking.js';
import { processors } from './payment/processors.js';
import { subscriptions } from './payment/subscriptions.js';
import { processorsByCountry } from './payment/processors-by-country.js';
import { stripeLiveKey, stripeTestKey } from './payment/stripe.js';
import { automation } from './productivity/automation.js';
import { documentsAndForms } from './productivity/documents-and-forms.js';
import { timeAndProjects } from './productivity/time-and-projects.js';
import { work } from './productivity/work.js';
import { plansAndDesigns } from './productivity/plans-and-designs.js';
import { curlHeader } from './protocols/curl.js';
import { frameworks } from './protocols/frameworks.js';
import { npmToken } from './registries/npm.js';
import { registries } from './registries/registries.js';
import {
  githubFineGrainedToken,
  githubInstallationToken,
  githubToken,
  gitlabToken,
} from './source-hosting/github-and-gitlab.js';
import { social } from './social/social.js';
import { media } from './social/media.js';
import { sourceHosts } from './source-hosting/hosts.js';

/** All secret rules, by family. */
export const secretRules: readonly SecretRule[] = [
  anthropicKey,
  openaiKey,
  slackToken,
  slackWebhook,
  awsAccessKey,
  awsSecretKey,
  googleApiKey,
  ...amazon,
  ...azure,
  ...google,
  ...edge,
  ...hosting,
  ...domains,
  ...platforms,
  databaseUrl,
  privateKey,
  sendgridKey,
  twilioCredential,
  stripeLiveKey,
  stripeTestKey,
  npmToken,
  ...registries,
  githubToken,
  githubFineGrainedToken,
  githubInstallationToken,
  gitlabToken,
  ...sourceHosts,
  ...ci,
  ...testing,
  ...identity,
  ...vaults,
  ...monitoring,
  ...alarms,
  ...logging,
  ...dataPlatforms,
  ...infrastructure,
  ...infrastructureServices,
  ...models,
  ...modelTools,
  ...recognition,
  ...processors,
  ...subscriptions,
  ...processorsByCountry,
  ...banking,
  ...mail,
  ...phoneAndPush,
  ...push,
  ...chat,
  ...webhooks,
  ...social,
  ...media,
  ...work,
  ...plansAndDesigns,
  ...timeAndProjects,
  ...documentsAndForms,
  ...automation,
  ...customerData,
  ...relations,
  ...analytics,
  ...flagsAndSearch,
  ...shops,
  ...parcelsAndTrips,
  ...content,
  ...files,
  ...maps,
  ...markets,
  ...exchanges,
  ...wallets,
  ...dataApis,
  ...lookups,
  ...frameworks,
  curlHeader,
  ...genericRules,
];
