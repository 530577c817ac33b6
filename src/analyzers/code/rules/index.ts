import type { CodeRule } from './code-rule.js';
import { commandInjection } from './command-injection.js';
import { crossSiteScripting } from './cross-site-scripting.js';
import { domCrossSiteScripting } from './dom-cross-site-scripting.js';
import { jwtNotVerified } from './jwt-not-verified.js';
import { pathTraversal } from './path-traversal.js';
import { hardcodedCredentials } from './hardcoded-credentials.js';
import { insecureDirectObjectReference } from './insecure-direct-object-reference.js';
import { insecureCookie } from './insecure-cookie.js';
import { jwtWithoutExpiry } from './jwt-without-expiry.js';
import { missingAuthorization } from './missing-authorization.js';
import { plaintextPassword } from './plaintext-password.js';
import { sqlInjection } from './sql-injection.js';
import { weakPasswordHash } from './weak-password-hash.js';

/** The rules of the code analyzer, by id. */
export const codeRules: readonly CodeRule[] = [
  commandInjection,
  crossSiteScripting,
  domCrossSiteScripting,
  jwtNotVerified,
  pathTraversal,
  hardcodedCredentials,
  insecureCookie,
  insecureDirectObjectReference,
  jwtWithoutExpiry,
  missingAuthorization,
  plaintextPassword,
  sqlInjection,
  weakPasswordHash,
];
