import type { CodeRule } from './code-rule.js';

export const serverSideRequestForgery: CodeRule = {
  id: 'server-side-request-forgery',
  title: 'Server-side request forgery',
  severity: 'high',
  confidence: 'high',
  cwe: [918],
  owasp: ['A10:2021', 'A01:2025'],
  asvs: ['1.3.6'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from outside decides to which host the server sends a request. Its sender thereby reaches what only the server can reach: services without a password inside the network, and the metadata service of the cloud with its credentials.',
  remediation:
    'Fix the host and let data fill only path and query, encoded: `fetch("https://api.example.com/users/" + encodeURIComponent(id))`. Where the host has to vary, compare `new URL(address).hostname` with a list, and send the request through a proxy that refuses private addresses.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html',
    'https://owasp.org/Top10/A10_2021-Server-Side_Request_Forgery_%28SSRF%29/',
    'https://cwe.mitre.org/data/definitions/918.html',
  ],
  flow: {
    kinds: ['url'],
    sources: ['request', 'message'],
    ending: (sink) => `decides to which host \`${sink}\` sends a request`,
  },
  examples: {
    bad: [
      {
        path: 'src/preview.ts',
        text: `import axios from 'axios';
import express from 'express';

express().get('/preview', async (req, res) => {
  const page = await axios.get(String(req.query.address)); ◄
  res.json({ length: page.data.length });
});
`,
      },
      {
        path: 'src/webhook.js',
        text: `module.exports.test = async (req, res) => {
  const { host, port } = req.body;
  const answer = await fetch(\`https://\${host}:\${port}/ping\`, { method: 'POST' }); ◄
  res.json({ ok: answer.ok });
};
`,
      },
      {
        path: 'app/api/image/route.ts',
        text: `export async function GET(request: Request) {
  const { searchParams } = new URL(request.url);
  const source = searchParams.get('source') ?? '';
  return fetch(source); ◄
}
`,
      },
    ],
    good: [
      {
        path: 'src/users.ts',
        text: `import axios from 'axios';
import express from 'express';

const base = process.env.USERS_SERVICE;

express().get('/users/:id', async (req, res) => {
  const user = await axios.get(\`\${base}/users/\${req.params.id}\`);
  const orders = await axios.get('https://orders.example.com/of/' + req.params.id, { params: req.query });
  res.json({ user: user.data, orders: orders.data });
});
`,
      },
      {
        path: 'src/preview.js',
        text: `const hosts = ['images.example.com', 'static.example.com'];

module.exports.preview = async (req, res) => {
  const address = new URL(req.query.address);
  if (!hosts.includes(address.hostname)) return res.sendStatus(400);
  const answer = await fetch(address);
  res.json({ status: answer.status });
};
`,
      },
    ],
  },
};
