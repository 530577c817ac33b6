import { argumentInjection } from './argument-injection.js';
import type { CodeRule } from './code-rule.js';
import { commandInjection } from './command-injection.js';
import { crossSiteScripting } from './cross-site-scripting.js';
import { domCrossSiteScripting } from './dom-cross-site-scripting.js';
import { formatString } from './format-string.js';
import { insecureFilePermissions } from './insecure-file-permissions.js';
import { insecureTemporaryFile } from './insecure-temporary-file.js';
import { jwtNotVerified } from './jwt-not-verified.js';
import { ldapInjection } from './ldap-injection.js';
import { logInjection } from './log-injection.js';
import { massAssignment } from './mass-assignment.js';
import { nosqlInjection } from './nosql-injection.js';
import { pathTraversal } from './path-traversal.js';
import { prototypePollution } from './prototype-pollution.js';
import { regexInjection } from './regex-injection.js';
import { resourceExhaustion } from './resource-exhaustion.js';
import { sqlInjection } from './sql-injection.js';
import { unrestrictedFileUpload } from './unrestricted-file-upload.js';
import { unsafeDeserialization } from './unsafe-deserialization.js';
import { weakPasswordHash } from './weak-password-hash.js';
import { xmlExternalEntities } from './xml-external-entities.js';
import { xpathInjection } from './xpath-injection.js';
import { zipSlip } from './zip-slip.js';

/** The rules of the code analyzer, by id. */
export const codeRules: readonly CodeRule[] = [
  argumentInjection,
  commandInjection,
  crossSiteScripting,
  domCrossSiteScripting,
  formatString,
  insecureFilePermissions,
  insecureTemporaryFile,
  jwtNotVerified,
  ldapInjection,
  logInjection,
  massAssignment,
  nosqlInjection,
  pathTraversal,
  prototypePollution,
  regexInjection,
  resourceExhaustion,
  sqlInjection,
  unrestrictedFileUpload,
  unsafeDeserialization,
  weakPasswordHash,
  xmlExternalEntities,
  xpathInjection,
  zipSlip,
];
