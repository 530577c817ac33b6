import type { SecretRule } from '../rule.js';
import { addressPassword } from './address.js';
import { authorizationHeader } from './authorization.js';
import { callCredential } from './call.js';
import { commandPassword } from './command.js';
import { genericCredential } from './credential.js';
import { kubernetesSecret } from './kubernetes-secret.js';
import { passwordFile } from './password-file.js';
import { puttyKey } from './putty-key.js';
import { registryLogin } from './registry-login.js';
import { shadowEntry } from './shadow.js';
import { statementPassword } from './statement.js';
import { webToken } from './web-token.js';

/** Rules for credentials without a format: what they are is told by where they stand. */
export const genericRules: readonly SecretRule[] = [
  puttyKey,
  webToken,
  passwordFile,
  shadowEntry,
  registryLogin,
  kubernetesSecret,
  authorizationHeader,
  addressPassword,
  commandPassword,
  statementPassword,
  callCredential,
  genericCredential,
];
