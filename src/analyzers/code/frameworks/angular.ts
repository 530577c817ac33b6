import type { Framework } from './framework.js';

const parts = '{queryParams,params,fragment,queryParamMap,paramMap,url}';

/** Angular and AngularJS. */
export const angular: Framework = {
  name: 'Angular',
  roots: ['@angular/router', '@angular/platform-browser', '@angular/core', 'angular', '@ngx-translate/core'],
  aliases: {
    [`@angular/router.ActivatedRoute().${parts}.pipe()`]: '@angular/router.ActivatedRoute().params',
  },
  sources: [
    {
      at: [
        `@angular/router.ActivatedRoute().snapshot.${parts}`,
        `@angular/router.ActivatedRouteSnapshot().${parts}`,
        `@angular/router.ActivatedRoute().${parts}`,
        '@angular/router.Params()',
        '@angular/router.Router().url',
      ],
      kind: 'browser',
    },
  ],
  callbacks: [
    { at: [`@angular/router.ActivatedRoute().${parts}.subscribe`], parameters: ['@angular/router.Params()'] },
  ],
  looseSinks: [
    {
      methods: ['$eval', '$evalAsync', '$apply', '$applyAsync', '$watch', '$watchCollection', '$watchGroup'],
      kind: 'code',
      argument: 0,
    },
    { methods: ['$compile', '$parse', '$interpolate'], kind: 'code', argument: 0 },
    { methods: ['setHtml'], receiver: /^(?:renderer|sanitizer)$/i, kind: 'dom', argument: 1 },
  ],
  passes: [
    {
      at: ['@angular/platform-browser.DomSanitizer().sanitize', '$sanitize'],
      safeFor: ['dom', 'html', 'link'],
    },
  ],
};
