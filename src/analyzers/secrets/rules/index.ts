import { genericCredential } from '../generic/credential.js';
import type { SecretRule } from '../rule.js';
import { anthropicKey, openaiKey } from './ai.js';
import { slackToken, slackWebhook } from './chat.js';
import { awsAccessKey, awsSecretKey, googleApiKey } from './cloud.js';
import { databaseUrl } from './databases.js';
import { hosting } from './hosting.js';
import { privateKey } from './keys.js';
import { sendgridKey, twilioCredential } from './mail.js';
import { stripeLiveKey } from './payment.js';
import { npmToken } from './registries.js';
import {
  githubFineGrainedToken,
  githubInstallationToken,
  githubToken,
  gitlabToken,
} from './source-hosting.js';

/** All secret rules, by family. */
export const secretRules: readonly SecretRule[] = [
  anthropicKey,
  openaiKey,
  slackToken,
  slackWebhook,
  awsAccessKey,
  awsSecretKey,
  googleApiKey,
  ...hosting,
  databaseUrl,
  privateKey,
  sendgridKey,
  twilioCredential,
  stripeLiveKey,
  npmToken,
  githubToken,
  githubFineGrainedToken,
  githubInstallationToken,
  gitlabToken,
  genericCredential,
];
