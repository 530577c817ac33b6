import type { CodeRule } from './code-rule.js';

/** What another site cannot make a browser send. */
const unforgeable =
  /\.(?:headers?|cookies|signedCookies|state|rawHeaders|hostname|host|subdomains|origin)\b(?!.*\.(?:query|body|params))/;

export const openRedirect: CodeRule = {
  id: 'open-redirect',
  title: 'Open redirect',
  severity: 'medium',
  confidence: 'high',
  cwe: [601],
  owasp: ['A01:2021', 'A01:2025'],
  asvs: ['3.7.2'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from a request or from the address of the page decides to which site the browser goes next. A link to your site then leads to a copy of it that asks for the password, and a sign-in that passes tokens on hands them to another site.',
  remediation:
    'Redirect to a path of your own only: check that it begins with `/` and neither with `//` nor with `/\\`, or compare `new URL(target, origin).origin` with your own origin. Better, take a name from the request and look the address up in a list.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/601.html',
  ],
  flow: {
    kinds: ['redirect'],
    sources: ['request', 'browser'],
    ending: (sink) => `decides to which site \`${sink}\` sends the browser`,
    when: (_value, taint) => !unforgeable.test(taint.origin),
    unlessHere: ['link'],
  },
  examples: {
    bad: [
      {
        path: 'src/login.ts',
        text: `import express from 'express';

express().post('/login', (req, res) => {
  const next = req.query.next;
  res.redirect(next ? String(next) : '/'); ◄
});
`,
      },
      {
        path: 'web/continue.ts',
        text: `const target = new URLSearchParams(window.location.search).get('continue');
if (target) window.location.href = target; ◄
`,
      },
    ],
    good: [
      {
        path: 'src/login.ts',
        text: `import express from 'express';

express().post('/login', (req, res) => {
  const next = String(req.query.next);
  if (next.startsWith('/') && !next.startsWith('//')) res.redirect(next);
  else res.redirect('/?welcome=' + req.body.name);
});
`,
      },
      {
        path: 'web/continue.ts',
        text: `const page = new URLSearchParams(location.search).get('page');
location.href = '/pages/' + page;
location.assign(location.pathname + '?page=' + page);
`,
      },
    ],
  },
};
