import { directivesOf, isOpen } from '../../formats/nginx.js';
import { argumentOf, levelRule, server } from './level-rule.js';

const access = 'https://nginx.org/en/docs/http/ngx_http_access_module.html';
const broken = {};

const allowAlone = levelRule({
  ...broken,
  id: 'nginx-allow-without-deny',
  title: 'List of addresses that shuts nobody out',
  severity: 'medium',
  confidence: 'high',
  cwe: [284, 276],
  description: `\`allow\` lets addresses in, and everybody else too: who is on no rule of the list gets in. The list needs a \`deny all\` at its end.`,
  remediation: 'End the list with `deny all;`, so that all others are refused.',
  references: [access],
  bad: [
    server('location /admin {', '    allow 10.0.0.0/8; ◄', '    proxy_pass http://admin;', '}'),
    server('allow 192.0.2.7; ◄'),
  ],
  good: [
    server('location /admin {', '    allow 10.0.0.0/8;', '    deny all;', '}'),
    server('deny 192.0.2.7;', 'location / { allow all; }'),
  ],
  *look(level) {
    const own = directivesOf(level, 'allow', 'deny');
    const [first] = own;
    if (!first || own.some(({ name, words }) => name === 'deny' || words[0]?.text === 'all') || isOpen(level))
      return;
    if (/\$/.test(argumentOf(first)) || level.opener?.name === 'if') return;
    const last = own.at(-1);
    yield {
      message: 'Addresses that are not on the list get in as well.',
      span: first,
      ...(last && {
        fix: {
          description: 'Shut the others out',
          edits: [{ start: last.end, end: last.end, text: '; deny all' }],
        },
      }),
    };
  },
});

const returnFirst = levelRule({
  ...broken,
  id: 'nginx-return-before-access',
  title: 'Answer that is given before access is checked',
  severity: 'medium',
  confidence: 'high',
  cwe: [863, 696],
  description: `\`return\` is done before \`allow\`, \`deny\`, \`auth_basic\` and \`auth_request\`, wherever it stands in the block. Everybody gets the
answer.`,
  remediation:
    'Put the answer into a location of its own and lead there with `try_files`, whose check comes first.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_rewrite_module.html',
    'https://nginx.org/en/docs/dev/development_guide.html#http_phases',
  ],
  bad: [
    server(
      'location /info {',
      '    allow 10.0.0.0/8;',
      '    deny all;',
      '    return 200 "version 7"; ◄',
      '}',
    ),
    server('location /old {', '    auth_basic "x";', '    return 302 /new; ◄', '}'),
  ],
  good: [
    server('location /info { deny all; }', 'location /gone { deny all; return 410; }'),
    server('location / { return 301 https://$host$request_uri; }'),
  ],
  *look(level) {
    const guards = directivesOf(level, 'deny', 'auth_basic', 'auth_request').filter(
      (it) => !/^(?:off)$/.test(argumentOf(it)),
    );
    if (guards.length === 0 || level.opener?.name !== 'location') return;
    for (const directive of directivesOf(level, 'return'))
      if (!/^4\d\d\b/.test(argumentOf(directive)))
        yield { message: 'This is answered before anybody is asked who they are.', span: directive };
  },
});

const satisfyAny = levelRule({
  ...broken,
  id: 'nginx-satisfy-any',
  title: 'Password that nobody has to give',
  severity: 'high',
  confidence: 'high',
  cwe: [287, 863],
  description: `\`satisfy any\` lets in who passes one of the checks, and \`allow all\`, or a list without \`deny all\`, lets everybody pass.`,
  remediation: 'Write `satisfy all`, or name the addresses and end with `deny all`.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#satisfy'],
  bad: [
    server('location / {', '    satisfy any; ◄', '    allow all;', '    auth_basic "x";', '}'),
    server('satisfy any; ◄', 'allow all;', 'auth_request /auth;'),
  ],
  good: [
    server('satisfy any;', 'allow 10.0.0.0/8;', 'deny all;', 'auth_basic "x";'),
    server('satisfy all;', 'allow all;', 'auth_basic "x";'),
  ],
  *look(level) {
    const [directive] = directivesOf(level, 'satisfy');
    const checks = directivesOf(level, 'auth_basic', 'auth_request', 'auth_jwt').filter(
      (it) => argumentOf(it) !== 'off',
    );
    const everybody = directivesOf(level, 'allow').some((it) => argumentOf(it) === 'all');
    if (directive && argumentOf(directive) === 'any' && checks.length > 0 && everybody)
      yield { message: 'Every address passes, so the password is never asked for.', span: directive };
  },
});

export const accessRules = [allowAlone, returnFirst, satisfyAny];
