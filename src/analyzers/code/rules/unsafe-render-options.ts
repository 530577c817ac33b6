import type { CodeRule } from './code-rule.js';

export const unsafeRenderOptions: CodeRule = {
  id: 'unsafe-render-options',
  title: 'Whole request handed to a template engine',
  severity: 'high',
  confidence: 'high',
  cwe: [73, 915, 94],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.3.7'],
  languages: ['typescript', 'javascript'],
  description:
    'Express hands the values of a view and the settings of the template engine over in one object. Where that object is the query or the body of a request, its sender chooses settings too: with `layout` of Handlebars they read files of the server, and with those of EJS they have run code on it.',
  remediation: 'Name the values that the view needs: `res.render("search", { term: req.query.term })`.',
  references: [
    'https://blog.shoebpatel.com/2021/01/23/The-Secret-Parameter-LFR-and-Potential-RCE-in-NodeJS-Apps/',
    'https://nvd.nist.gov/vuln/detail/CVE-2022-29078',
    'https://cwe.mitre.org/data/definitions/73.html',
  ],
  flow: {
    kinds: ['locals'],
    sources: ['request'],
    ending: (sink) => `sets options of the template engine in \`${sink}\``,
  },
  examples: {
    bad: [
      {
        path: 'src/search.ts',
        text: `import express from 'express';

express().get('/search', (req, res) => {
  res.render('search', req.query); ◄
});
`,
      },
      {
        path: 'src/profile.js',
        text: `exports.profile = (req, res) => {
  res.render('profile', { user: req.user, ...req.body }); ◄
};
`,
      },
    ],
    good: [
      {
        path: 'src/search.ts',
        text: `import express from 'express';

express().get('/search', (req, res) => {
  res.render('search', { term: req.query.term, query: req.query });
});
`,
      },
      {
        path: 'src/profile.js',
        text: `exports.profile = (req, res) => {
  const { name, city } = req.body;
  res.render('profile', { name, city });
};
`,
      },
    ],
  },
};
