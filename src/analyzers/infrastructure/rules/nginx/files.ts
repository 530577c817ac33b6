import { directivesOf, enclosing } from '../../formats/nginx.js';
import { argumentOf, isGuarded, levelRule, locationOf, replaceWord, server } from './level-rule.js';

const core = 'https://nginx.org/en/docs/http/ngx_http_core_module.html';

const aliasTraversal = levelRule({
  id: 'nginx-alias-traversal',
  title: 'Alias that leads out of its folder',
  severity: 'high',
  confidence: 'high',
  cwe: [22],
  description: `The location ends without a slash and the alias with one: \`/static../secret\` matches the location, and what is left of the
address, \`../secret\`, is put behind the folder. Everybody reads the files beside the folder, often the source and its configuration.`,
  remediation: 'End the location with a slash as well: `location /static/ { alias /srv/app/static/; }`.',
  references: [`${core}#alias`, 'https://owasp.org/www-community/attacks/Path_Traversal'],
  bad: [
    server('location /static {', '    alias /srv/app/static/; ◄', '}'),
    server('location ^~ /i { alias "/data/w3/images/"; } ◄'),
  ],
  good: [
    server('location /static/ {', '    alias /srv/app/static/;', '}'),
    server('location = /logo { alias /srv/app/logo.png; }', 'location ~ ^/a(.*)$ { alias /srv/a/$1/; }'),
  ],
  *look(level) {
    const location = locationOf(level);
    if (!location || location.path.endsWith('/') || !/^(?:\^~)?$/.test(location.modifier)) return;
    for (const alias of directivesOf(level, 'alias'))
      if (alias.words[0]?.text.endsWith('/'))
        yield {
          message: `\`${location.path}../\` reads what lies beside the folder.`,
          span: alias,
          ...replaceWord(level.opener?.words.at(-1), `${location.path}/`, 'End the location with a slash'),
        };
  },
});

const systemRoot = levelRule({
  id: 'nginx-root-system',
  title: 'Files of the system served',
  severity: 'high',
  confidence: 'high',
  cwe: [552, 22],
  description: `The root of the site is a folder of the system or of people's homes. Every file in it that nginx may read, keys and
passwords among them, has an address.`,
  remediation: 'Set `root` to the folder that holds the site and nothing else, such as `/srv/www`.',
  references: [`${core}#root`],
  bad: [server('root /; ◄'), server('location /files/ {', '    root /home; ◄', '}')],
  good: [server('root /srv/www;'), server('location /etc/ {', '    root /usr/share/doc;', '}')],
  *look(level) {
    for (const root of directivesOf(level, 'root', 'alias')) {
      const folder = root.words[0]?.text ?? '';
      if (
        /^\/(?:(?:etc|root|home|proc|sys|var|usr|opt|var\/log|var\/lib|etc\/nginx)\/?)?$/.test(folder) &&
        !isGuarded(level)
      )
        yield { message: `Every readable file below \`${folder}\` has an address.`, span: root };
    }
  },
});

const listing = levelRule({
  id: 'nginx-directory-listing',
  title: 'Folder that lists what is in it',
  severity: 'low',
  confidence: 'high',
  cwe: [548],
  description: `\`autoindex on\` shows the names of all files of a folder to everybody: backups, uploads of others, and what was only hidden by a
name that nobody can guess. Places that ask for a password, or let only some addresses in, are not reported.`,
  remediation: 'Remove `autoindex`, or ask for a password there.',
  references: ['https://nginx.org/en/docs/http/ngx_http_autoindex_module.html'],
  bad: [
    server('location /uploads/ {', '    autoindex on; ◄', '}'),
    server('root /srv/www;', 'autoindex on; ◄'),
  ],
  good: [
    server('autoindex off;'),
    server(
      'location /uploads/ {',
      '    autoindex on;',
      '    auth_basic "Files";',
      '    auth_basic_user_file /etc/nginx/users;',
      '}',
    ),
  ],
  *look(level) {
    for (const directive of directivesOf(level, 'autoindex'))
      if (argumentOf(directive) === 'on' && !isGuarded(level))
        yield {
          message: 'Everybody sees the names of all files in the folder.',
          severity:
            locationOf(level) && /upload|backup|private|log/i.test(locationOf(level)?.path ?? '')
              ? 'medium'
              : 'low',
          span: directive,
          ...replaceWord(directive.words[0], 'off', 'Turn the listing off'),
        };
  },
});

const hiddenFiles = levelRule({
  id: 'nginx-hidden-files',
  title: 'Hidden files let out',
  severity: 'high',
  confidence: 'medium',
  cwe: [538, 552],
  description: `The location is about files such as \`.git\`, \`.env\` or \`.htpasswd\`, and lets them out. From \`.git\` the whole source can be put
together again, with every secret that was ever in it.`,
  remediation: 'Refuse them: `location ~ /\\.(?!well-known) { deny all; }`.',
  references: [
    'https://owasp.org/www-project-web-security-testing-guide/latest/4-Web_Application_Security_Testing/02-Configuration_and_Deployment_Management_Testing/04-Review_Old_Backup_and_Unreferenced_Files_for_Sensitive_Information',
    `${core}#location`,
  ],
  bad: [
    server('location ~ /\\.git {', '    allow all; ◄', '}'),
    server('location ~* \\.(env|htpasswd)$ {', '    try_files $uri =404; ◄', '}'),
  ],
  good: [
    server('location ~ /\\.git { deny all; }'),
    server('location ~ /\\.(?!well-known) { return 404; }', 'location /.well-known/ { root /srv; }'),
  ],
  *look(level) {
    const location = locationOf(level);
    if (
      !location ||
      !/\.(?:\(?(?:\?:)?[\w|]*)?(?:git|env|htpasswd|svn)\b/.test(location.path) ||
      isGuarded(level)
    )
      return;
    const [gives] = directivesOf(level, 'allow', 'try_files', 'root', 'alias');
    if (gives && !directivesOf(level, 'return', 'rewrite', 'proxy_pass', 'fastcgi_pass').length)
      yield { message: `\`${location.path}\` matches files that nobody should get.`, span: gives };
  },
});

const webdav = levelRule({
  id: 'nginx-webdav-open',
  title: 'Files that everybody may write',
  severity: 'high',
  confidence: 'high',
  cwe: [306, 434],
  description: `\`dav_methods\` lets whoever reaches the place put files there or delete them, and nothing asks who it is.`,
  remediation:
    'Ask for a password, or let only some addresses in; inside `limit_except GET` where reading is open.',
  references: ['https://nginx.org/en/docs/http/ngx_http_dav_module.html', `${core}#limit_except`],
  bad: [server('location /drop/ {', '    dav_methods PUT DELETE; ◄', '}'), server('dav_methods PUT; ◄')],
  good: [
    server('location /drop/ {', '    dav_methods PUT;', '    limit_except GET { deny all; }', '}'),
    server('dav_methods off;'),
  ],
  *look(level) {
    const limited = directivesOf(level, 'limit_except').length > 0;
    for (const directive of directivesOf(level, 'dav_methods'))
      if (argumentOf(directive) !== 'off' && !limited && !isGuarded(level))
        yield { message: 'Nothing asks who writes here.', span: directive };
  },
});

const statusOpen = levelRule({
  id: 'nginx-status-open',
  title: 'Figures of the server open to everybody',
  severity: 'low',
  confidence: 'high',
  cwe: [497, 200],
  description: `The page tells how much the server has to do; the programming interface of the commercial edition lists the servers behind it, and
with \`write=on\` changes them.`,
  remediation: 'Let only the monitoring in: `allow 10.0.0.0/8; deny all;`.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_stub_status_module.html',
    'https://nginx.org/en/docs/http/ngx_http_api_module.html',
  ],
  bad: [
    server('location /status {', '    stub_status; ◄', '}'),
    server('location /api {', '    api write=on; ◄', '}'),
  ],
  good: [
    server('location /status {', '    stub_status;', '    allow 127.0.0.1;', '    deny all;', '}'),
    'server {\n    listen 127.0.0.1:8080;\n    location /status { stub_status; }\n}',
  ],
  *look(level) {
    for (const directive of directivesOf(level, 'stub_status', 'api'))
      if (argumentOf(directive) !== 'off' && !isGuarded(level) && enclosing(level, 'server'))
        yield {
          message: 'Everybody reads the figures of this server.',
          ...(argumentOf(directive) === 'write=on' && { severity: 'high' as const }),
          span: directive,
        };
  },
});

export const fileRules = [aliasTraversal, systemRoot, listing, hiddenFiles, webdav, statusOpen];
