import type { CodeRule } from './code-rule.js';
import { cleartextTransmission } from './cleartext-transmission.js';
import { commandInjection } from './command-injection.js';
import { crossSiteScripting } from './cross-site-scripting.js';
import { csrfDisabled } from './csrf-disabled.js';
import { debugInProduction } from './debug-in-production.js';
import { directoryListing } from './directory-listing.js';
import { domCrossSiteScripting } from './dom-cross-site-scripting.js';
import { hardcodedCredentials } from './hardcoded-credentials.js';
import { insecureCookie } from './insecure-cookie.js';
import { insecureDirectObjectReference } from './insecure-direct-object-reference.js';
import { insecureRandomness } from './insecure-randomness.js';
import { jwtNotVerified } from './jwt-not-verified.js';
import { jwtWithoutExpiry } from './jwt-without-expiry.js';
import { missingAuthorization } from './missing-authorization.js';
import { missingRateLimiting } from './missing-rate-limiting.js';
import { missingSecurityHeaders } from './missing-security-headers.js';
import { pathTraversal } from './path-traversal.js';
import { permissiveCors } from './permissive-cors.js';
import { plaintextPassword } from './plaintext-password.js';
import { postmessageOrigin } from './postmessage-origin.js';
import { sensitiveDataExposure } from './sensitive-data-exposure.js';
import { sensitiveDataLogging } from './sensitive-data-logging.js';
import { sessionFixation } from './session-fixation.js';
import { sqlInjection } from './sql-injection.js';
import { timingUnsafeComparison } from './timing-unsafe-comparison.js';
import { tlsVerificationDisabled } from './tls-verification-disabled.js';
import { unlimitedBodySize } from './unlimited-body-size.js';
import { userControlledAuthorization } from './user-controlled-authorization.js';
import { weakCryptography } from './weak-cryptography.js';
import { weakPasswordHash } from './weak-password-hash.js';

/** The rules of the code analyzer, by id. */
export const codeRules: readonly CodeRule[] = [
  cleartextTransmission,
  commandInjection,
  crossSiteScripting,
  csrfDisabled,
  debugInProduction,
  directoryListing,
  domCrossSiteScripting,
  hardcodedCredentials,
  insecureCookie,
  insecureDirectObjectReference,
  insecureRandomness,
  jwtNotVerified,
  jwtWithoutExpiry,
  missingAuthorization,
  missingRateLimiting,
  missingSecurityHeaders,
  pathTraversal,
  permissiveCors,
  plaintextPassword,
  postmessageOrigin,
  sensitiveDataExposure,
  sensitiveDataLogging,
  sessionFixation,
  sqlInjection,
  timingUnsafeComparison,
  tlsVerificationDisabled,
  unlimitedBodySize,
  userControlledAuthorization,
  weakCryptography,
  weakPasswordHash,
];
