import type { CodeRule } from './code-rule.js';
import { angularSecurityBypass } from './angular-security-bypass.js';
import { argumentInjection } from './argument-injection.js';
import { awsCdkBroadPermissions } from './aws-cdk-broad-permissions.js';
import { awsCdkExposedResource } from './aws-cdk-exposed-resource.js';
import { cleartextTransmission } from './cleartext-transmission.js';
import { codeInjection } from './code-injection.js';
import { commandInjection } from './command-injection.js';
import { crossSiteScripting } from './cross-site-scripting.js';
import { csrfDisabled } from './csrf-disabled.js';
import { debugInProduction } from './debug-in-production.js';
import { directoryListing } from './directory-listing.js';
import { domCrossSiteScripting } from './dom-cross-site-scripting.js';
import { dynamicRequire } from './dynamic-require.js';
import { electronOpenExternal } from './electron-open-external.js';
import { fileSystemRace } from './file-system-race.js';
import { formatString } from './format-string.js';
import { grpcWithoutTls } from './grpc-without-tls.js';
import { hardcodedCredentials } from './hardcoded-credentials.js';
import { headerInjection } from './header-injection.js';
import { headlessBrowserInjection } from './headless-browser-injection.js';
import { hostHeaderInjection } from './host-header-injection.js';
import { incompleteHostnameCheck } from './incomplete-hostname-check.js';
import { incompleteSanitization } from './incomplete-sanitization.js';
import { incompleteUrlSchemeCheck } from './incomplete-url-scheme-check.js';
import { insecureCookie } from './insecure-cookie.js';
import { insecureDirectObjectReference } from './insecure-direct-object-reference.js';
import { insecureElectronSettings } from './insecure-electron-settings.js';
import { insecureFilePermissions } from './insecure-file-permissions.js';
import { insecureRandomness } from './insecure-randomness.js';
import { insecureTemporaryFile } from './insecure-temporary-file.js';
import { javascriptUrl } from './javascript-url.js';
import { jwtNotVerified } from './jwt-not-verified.js';
import { jwtWithoutExpiry } from './jwt-without-expiry.js';
import { ldapInjection } from './ldap-injection.js';
import { logInjection } from './log-injection.js';
import { massAssignment } from './mass-assignment.js';
import { missingAuthorization } from './missing-authorization.js';
import { missingRateLimiting } from './missing-rate-limiting.js';
import { missingSecurityHeaders } from './missing-security-headers.js';
import { nosqlInjection } from './nosql-injection.js';
import { openRedirect } from './open-redirect.js';
import { pathTraversal } from './path-traversal.js';
import { permissiveCors } from './permissive-cors.js';
import { plaintextPassword } from './plaintext-password.js';
import { postmessageOrigin } from './postmessage-origin.js';
import { prototypePollution } from './prototype-pollution.js';
import { rawHtmlConstruction } from './raw-html-construction.js';
import { regexInjection } from './regex-injection.js';
import { regularExpressionDenialOfService } from './regular-expression-denial-of-service.js';
import { resourceExhaustion } from './resource-exhaustion.js';
import { sensitiveDataExposure } from './sensitive-data-exposure.js';
import { sensitiveDataLogging } from './sensitive-data-logging.js';
import { serverSideRequestForgery } from './server-side-request-forgery.js';
import { sessionFixation } from './session-fixation.js';
import { sqlInjection } from './sql-injection.js';
import { storedCrossSiteScripting } from './stored-cross-site-scripting.js';
import { templateEscapingDisabled } from './template-escaping-disabled.js';
import { templateInjection } from './template-injection.js';
import { timingUnsafeComparison } from './timing-unsafe-comparison.js';
import { tlsVerificationDisabled } from './tls-verification-disabled.js';
import { typeConfusion } from './type-confusion.js';
import { unescapedScriptData } from './unescaped-script-data.js';
import { unescapedTemplateOutput } from './unescaped-template-output.js';
import { unlimitedBodySize } from './unlimited-body-size.js';
import { unrestrictedFileUpload } from './unrestricted-file-upload.js';
import { unsafeDeserialization } from './unsafe-deserialization.js';
import { unsafeDynamicMethodCall } from './unsafe-dynamic-method-call.js';
import { unsafeMarkdownHtml } from './unsafe-markdown-html.js';
import { unsafeRenderOptions } from './unsafe-render-options.js';
import { unsafeTemplateContext } from './unsafe-template-context.js';
import { unsanitizedHtml } from './unsanitized-html.js';
import { untrustedScript } from './untrusted-script.js';
import { userControlledAuthorization } from './user-controlled-authorization.js';
import { weakCryptography } from './weak-cryptography.js';
import { weakPasswordHash } from './weak-password-hash.js';
import { xmlExternalEntities } from './xml-external-entities.js';
import { xpathInjection } from './xpath-injection.js';
import { xssThroughDom } from './xss-through-dom.js';
import { zipSlip } from './zip-slip.js';

/** The rules of the code analyzer, by id. */
export const codeRules: readonly CodeRule[] = [
  angularSecurityBypass,
  argumentInjection,
  awsCdkBroadPermissions,
  awsCdkExposedResource,
  cleartextTransmission,
  codeInjection,
  commandInjection,
  crossSiteScripting,
  csrfDisabled,
  debugInProduction,
  directoryListing,
  domCrossSiteScripting,
  dynamicRequire,
  electronOpenExternal,
  fileSystemRace,
  formatString,
  grpcWithoutTls,
  hardcodedCredentials,
  headerInjection,
  headlessBrowserInjection,
  hostHeaderInjection,
  incompleteHostnameCheck,
  incompleteSanitization,
  incompleteUrlSchemeCheck,
  insecureCookie,
  insecureDirectObjectReference,
  insecureElectronSettings,
  insecureFilePermissions,
  insecureRandomness,
  insecureTemporaryFile,
  javascriptUrl,
  jwtNotVerified,
  jwtWithoutExpiry,
  ldapInjection,
  logInjection,
  massAssignment,
  missingAuthorization,
  missingRateLimiting,
  missingSecurityHeaders,
  nosqlInjection,
  openRedirect,
  pathTraversal,
  permissiveCors,
  plaintextPassword,
  postmessageOrigin,
  prototypePollution,
  rawHtmlConstruction,
  regexInjection,
  regularExpressionDenialOfService,
  resourceExhaustion,
  sensitiveDataExposure,
  sensitiveDataLogging,
  serverSideRequestForgery,
  sessionFixation,
  sqlInjection,
  storedCrossSiteScripting,
  templateEscapingDisabled,
  templateInjection,
  timingUnsafeComparison,
  tlsVerificationDisabled,
  typeConfusion,
  unescapedScriptData,
  unescapedTemplateOutput,
  unlimitedBodySize,
  unrestrictedFileUpload,
  unsafeDeserialization,
  unsafeDynamicMethodCall,
  unsafeMarkdownHtml,
  unsafeRenderOptions,
  unsafeTemplateContext,
  unsanitizedHtml,
  untrustedScript,
  userControlledAuthorization,
  weakCryptography,
  weakPasswordHash,
  xmlExternalEntities,
  xpathInjection,
  xssThroughDom,
  zipSlip,
];
