import { allKinds, kindsOf } from '../flow/kind.js';
import type { CallSite } from '../flow/call-site.js';
import { deepTaints } from '../flow/join.js';
import { constantText, isConstant, knownPrefix, type Value } from '../flow/value.js';
import type { CodeRule, Verdict } from './code-rule.js';

const bypasses = ['Html', 'Style', 'Script', 'Url', 'ResourceUrl'].map(
  (context) => `bypassSecurityTrust${context}`,
);
const trusts = ['Html', 'Css', 'Js', 'Url', 'ResourceUrl'].map((context) => `trustAs${context}`);

export const angularSecurityBypass: CodeRule = {
  id: 'angular-security-bypass',
  title: "Angular's sanitization bypassed",
  severity: 'high',
  confidence: 'medium',
  cwe: [79, 116],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.3.1'],
  languages: ['typescript', 'javascript'],
  description:
    'Angular cleans what a template binds to markup, styles and addresses. Here a value is declared trusted, or the check is turned off, so that it goes into the page as it is. Where any part of it was written by somebody else, a script runs.',
  remediation:
    'Bind the value without the bypass: `[innerHTML]="value"` cleans it. Where Angular cleans too much, clean it first with DOMPurify and bypass for that result only; for addresses check the host against a list.',
  references: [
    'https://angular.dev/best-practices/security',
    'https://docs.angularjs.org/api/ng/service/$sce',
    'https://cwe.mitre.org/data/definitions/79.html',
  ],
  methods: [
    {
      methods: bypasses,
      hint: /\b(?:bypassSecurityTrust|trustAs)|\$sce/,
      check: (site) => checkTrust(site, 0),
    },
    { methods: trusts, check: (site) => checkTrust(site, 0) },
    { methods: ['trustAs'], check: (site) => checkTrust(site, 1) },
    { methods: ['enabled'], check: checkDisabled },
    { methods: ['resourceUrlWhitelist', 'trustedResourceUrlList'], check: checkList },
  ],
  examples: {
    bad: [
      {
        path: 'src/app/article.component.ts',
        text: `import { Component, Input } from '@angular/core';
import { DomSanitizer } from '@angular/platform-browser';

@Component({ selector: 'app-article', template: '<div [innerHTML]="body"></div>' })
export class ArticleComponent {
  constructor(private readonly sanitizer: DomSanitizer) {}

  show(article: { body: string }) {
    return this.sanitizer.bypassSecurityTrustHtml(article.body); ◄
  }
}
`,
      },
      {
        path: 'app/config.js',
        text: `angular.module('shop').config(function ($sceProvider, $sceDelegateProvider) {
  $sceProvider.enabled(false); ◄
  $sceDelegateProvider.resourceUrlWhitelist(['self', 'https://**']); ◄
});
`,
      },
    ],
    good: [
      {
        path: 'src/app/article.component.ts',
        text: `import { DomSanitizer } from '@angular/platform-browser';
import DOMPurify from 'dompurify';

export class ArticleComponent {
  constructor(private readonly sanitizer: DomSanitizer) {}

  show(article: { body: string }) {
    return this.sanitizer.bypassSecurityTrustHtml(DOMPurify.sanitize(article.body));
  }

  download(blob: Blob) {
    return this.sanitizer.bypassSecurityTrustUrl(URL.createObjectURL(blob));
  }
}
`,
      },
      {
        path: 'app/config.js',
        text: `angular.module('shop').config(function ($sceDelegateProvider) {
  $sceDelegateProvider.resourceUrlWhitelist(['self', 'https://media.shop.example/**']);
});
`,
      },
    ],
  },
};

const cleaned = kindsOf('dom');

function checkTrust(site: CallSite, argument: number): Verdict | undefined {
  const value = site.arguments[argument];
  const node = site.argumentNodes[argument];
  if (!value || !node || isConstant(value) || isCleaned(value, site)) return undefined;
  const written = site.unit.text.slice(node.start, node.end);
  if (/saniti[sz]e|purif|escape|createObjectURL|\b(?:svg|icon)\w*\b/i.test(written)) return undefined;
  const isRemote = deepTaints(value).some((taint) => taint.kind === 'request' || taint.kind === 'browser');
  return {
    message: `\`${site.method ?? ''}\` is called with a value that was not cleaned.`,
    confidence: isRemote ? 'high' : 'medium',
  };
}

/** Addresses whose host is fixed, and what a sanitizer gave. */
function isCleaned(value: Value, site: CallSite): boolean {
  const prefix = knownPrefix(value);
  const isAddress = /Url$/.test(site.method ?? '');
  if (isAddress && /^(?:https:\/\/[\w.-]+\/|\/\w|data:(?:image|audio|video|font)\/|blob:)/i.test(prefix))
    return true;
  const taints = deepTaints(value);
  if (taints.length > 0)
    return taints.every((taint) => (taint.cleared & cleaned) === cleaned || taint.cleared === allKinds);
  return value.origins.some((origin) => /saniti[sz]e|purif|escape|createObjectURL/i.test(origin));
}

function checkDisabled(site: CallSite): Verdict | undefined {
  const receiver = site.receiverNode;
  if (!receiver || site.unit.text.slice(receiver.start, receiver.end) !== '$sceProvider') return undefined;
  if (site.arguments[0]?.literal !== false) return undefined;
  return {
    message: 'Strict contextual escaping is turned off for the whole application.',
    confidence: 'high',
  };
}

function checkList(site: CallSite): Verdict | undefined {
  const entries = [...(site.arguments[0]?.fields?.values() ?? [])].map((entry) => constantText(entry) ?? '');
  const wide = entries.find((entry) => /^(?:\*\*?$|(?:https?:)?\/\/\*|[a-z*]+:\/\/[^/]*\*\*)/.test(entry));
  if (wide === undefined) return undefined;
  return {
    message: `The entry \`${wide}\` allows resources from any host.`,
    confidence: 'high',
  };
}
