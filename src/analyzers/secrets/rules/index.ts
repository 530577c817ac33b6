import { genericCredential } from '../generic/credential.js';
import type { SecretRule } from '../rule.js';
import { anthropicKey, openaiKey } from './ai.js';
import { slackToken, slackWebhook } from './chat.js';
import { amazon } from './cloud/amazon.js';
import { awsAccessKey, awsSecretKey, googleApiKey } from './cloud/aws-and-google.js';
import { azure } from './cloud/azure.js';
import { edge } from './cloud/edge.js';
import { google } from './cloud/google.js';
import { hosting } from './cloud/hosting.js';
import { platforms } from './cloud/platforms.js';
import { databaseUrl } from './databases.js';
import { dataPlatforms } from './data-platforms.js';
import { identity } from './identity/identity.js';
import { vaults } from './identity/vaults.js';
import { infrastructure } from './infrastructure.js';
import { logging } from './monitoring/logging.js';
import { monitoring } from './monitoring/monitoring.js';
import { ci } from './ci/ci.js';
import { testing } from './ci/testing.js';
import { privateKey } from './keys.js';
import { sendgridKey, twilioCredential } from './mail.js';
import { stripeLiveKey } from './payment.js';
import { npmToken } from './registries/npm.js';
import { registries } from './registries/registries.js';
import {
  githubFineGrainedToken,
  githubInstallationToken,
  githubToken,
  gitlabToken,
} from './source-hosting/github-and-gitlab.js';
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
  ...platforms,
  databaseUrl,
  privateKey,
  sendgridKey,
  twilioCredential,
  stripeLiveKey,
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
  ...logging,
  ...dataPlatforms,
  ...infrastructure,
  genericCredential,
];
