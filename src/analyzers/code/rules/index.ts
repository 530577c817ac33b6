import type { CodeRule } from './code-rule.js';
import { angularSecurityBypass } from './angular-security-bypass.js';
import { commandInjection } from './command-injection.js';
import { crossSiteScripting } from './cross-site-scripting.js';
import { domCrossSiteScripting } from './dom-cross-site-scripting.js';
import { javascriptUrl } from './javascript-url.js';
import { jwtNotVerified } from './jwt-not-verified.js';
import { pathTraversal } from './path-traversal.js';
import { regularExpressionDenialOfService } from './regular-expression-denial-of-service.js';
import { sqlInjection } from './sql-injection.js';
import { unescapedTemplateOutput } from './unescaped-template-output.js';
import { unsafeTemplateContext } from './unsafe-template-context.js';
import { unsanitizedHtml } from './unsanitized-html.js';
import { weakPasswordHash } from './weak-password-hash.js';
import { xssThroughDom } from './xss-through-dom.js';

/** The rules of the code analyzer, by id. */
export const codeRules: readonly CodeRule[] = [
  angularSecurityBypass,
  commandInjection,
  crossSiteScripting,
  domCrossSiteScripting,
  javascriptUrl,
  jwtNotVerified,
  pathTraversal,
  regularExpressionDenialOfService,
  sqlInjection,
  unescapedTemplateOutput,
  unsafeTemplateContext,
  unsanitizedHtml,
  weakPasswordHash,
  xssThroughDom,
];
