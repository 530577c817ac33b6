import { codeInjection } from './code-injection.js';
import type { CodeRule } from './code-rule.js';
import { commandInjection } from './command-injection.js';
import { crossSiteScripting } from './cross-site-scripting.js';
import { domCrossSiteScripting } from './dom-cross-site-scripting.js';
import { dynamicRequire } from './dynamic-require.js';
import { headerInjection } from './header-injection.js';
import { headlessBrowserInjection } from './headless-browser-injection.js';
import { hostHeaderInjection } from './host-header-injection.js';
import { jwtNotVerified } from './jwt-not-verified.js';
import { openRedirect } from './open-redirect.js';
import { pathTraversal } from './path-traversal.js';
import { rawHtmlConstruction } from './raw-html-construction.js';
import { serverSideRequestForgery } from './server-side-request-forgery.js';
import { sqlInjection } from './sql-injection.js';
import { storedCrossSiteScripting } from './stored-cross-site-scripting.js';
import { templateInjection } from './template-injection.js';
import { unsafeDynamicMethodCall } from './unsafe-dynamic-method-call.js';
import { unsafeRenderOptions } from './unsafe-render-options.js';
import { weakPasswordHash } from './weak-password-hash.js';

/** The rules of the code analyzer, by id. */
export const codeRules: readonly CodeRule[] = [
  codeInjection,
  commandInjection,
  crossSiteScripting,
  domCrossSiteScripting,
  dynamicRequire,
  headerInjection,
  headlessBrowserInjection,
  hostHeaderInjection,
  jwtNotVerified,
  openRedirect,
  pathTraversal,
  rawHtmlConstruction,
  serverSideRequestForgery,
  sqlInjection,
  storedCrossSiteScripting,
  templateInjection,
  unsafeDynamicMethodCall,
  unsafeRenderOptions,
  weakPasswordHash,
];
