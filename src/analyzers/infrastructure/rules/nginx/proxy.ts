import { directivesOf, enclosing, outward, type Level, type NginxFile } from '../../formats/nginx.js';
import type { Directive } from '../../formats/nginx-parse.js';
import { argumentOf, isGuarded, levelRule, locationOf, server } from './level-rule.js';

const proxy = 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html';
const core = 'https://nginx.org/en/docs/http/ngx_http_core_module.html';

const openProxy = levelRule({
  id: 'nginx-open-proxy',
  title: 'Proxy to wherever the request says',
  severity: 'high',
  confidence: 'high',
  cwe: [918, 441],
  description: `The host of \`proxy_pass\` comes from the request: its \`Host\`, a header, an argument or a part of the address. Whoever sends one
makes the server fetch from the internal network, from the address that hands out the cloud's credentials, or from others in your name.`,
  remediation:
    'Name the hosts: an `upstream`, or a `map` from what the request says to hosts that you know, with an empty default.',
  references: [
    `${proxy}#proxy_pass`,
    'https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html',
  ],
  bad: [
    server('location / {', '    proxy_pass http://$http_host$request_uri; ◄', '}'),
    server('location ~ ^/fetch/(.*)$ {', '    proxy_pass http://$1; ◄', '}'),
    server('location /image {', '    set $target $arg_url;', '    proxy_pass $target; ◄', '}'),
  ],
  good: [
    'map $arg_to $backend {\n    default "";\n    a a.internal.example;\n}\n' +
      server('location / { proxy_pass http://$backend; }'),
    server(
      'location ~ ^/v(\\d+)/(.*)$ { proxy_pass http://api:8080/$1/$2; }',
      'location ~ ^/to/(a|b)/ { proxy_pass http://$1; }',
    ),
    server(
      'set $backend http://app:3000;',
      'location / { proxy_pass $backend; }',
      'location /sub { internal; proxy_pass $arg_u; }',
    ),
  ],
  *look(level) {
    for (const directive of directivesOf(level, 'proxy_pass', 'grpc_pass', 'fastcgi_pass', 'uwsgi_pass')) {
      const target = directive.words[0]?.text ?? '';
      const host = /^(?:\w+:\/\/)?([^/:?]*)/.exec(target)?.[1] ?? '';
      const [, braced, plain, rest = ''] = /^\$(?:\{(\w+)\}|(\w+))(.*)$/s.exec(host) ?? [];
      const name = braced ?? plain;
      // A host that ends in a fixed domain stays within it.
      if (name === undefined || /^\.[\w-]/.test(rest) || directivesOf(level, 'internal').length > 0) continue;
      const control = controlOf(name, level);
      if (control && !isGuarded(level))
        yield {
          message: `${control} decides where the server sends the request.`,
          severity: name === 'host' || name === 'server_name' ? 'medium' : 'high',
          span: directive,
        };
    }
  },
});

/** Who decides what a variable holds; undefined where it is not the request, or not known. */
function controlOf(name: string, level: Level, hops = 4): string | undefined {
  if (/^(?:http_host|host)$/.test(name)) return 'The `Host` of the request';
  if (
    /^(?:http_|cookie_|arg_)\w+$|^(?:args|query_string|request_uri|uri|document_uri|request_body)$/.test(name)
  )
    return 'The request';
  if (/^[1-9]$/.test(name)) return isFree(level, Number(name)) ? 'A part of the address' : undefined;
  for (const around of outward(level))
    for (const set of directivesOf(around, 'set').toReversed())
      if (set.words[0]?.text === `$${name}`) {
        const [, inner] = /^(?:https?:\/\/)?\$\{?(\w+)\}?/.exec(set.words[1]?.text ?? '') ?? [];
        return inner === undefined || hops === 0 ? undefined : controlOf(inner, around, hops - 1);
      }
  return undefined;
}

/** Whether a group of the location's expression matches any host: not only a list of words. */
function isFree(level: Level, group: number): boolean {
  for (const around of outward(level)) {
    const location = locationOf(around);
    if (!location?.modifier.startsWith('~')) continue;
    const source = groupOf(location.path, group);
    return source !== undefined && /^(?:\.[*+]\??|\[\^[^\]]*\][*+]\??|\\S[*+])$/.test(source);
  }
  return false;
}

/** The inside of the nth group of a regular expression that captures. */
function groupOf(pattern: string, group: number): string | undefined {
  let count = 0;
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++;
    else if (pattern[at] === '(' && pattern[at + 1] !== '?' && ++count === group) {
      const end = pattern.indexOf(')', at);
      return end < 0 ? undefined : pattern.slice(at + 1, end);
    }
  }
  return undefined;
}

const hostHeader = levelRule({
  id: 'nginx-host-forwarded',
  title: 'Any host name handed to the backend',
  severity: 'low',
  confidence: 'medium',
  cwe: [644, 20],
  description: `The server answers to every name and hands the \`Host\` of the request on as it came. A backend that makes links from it, for
resetting a password, sends people to the attacker's host; and caches keep pages for a host that is not yours.`,
  remediation: 'List your names in `server_name`, answer others with `return 444`, and hand `$host` on.',
  references: [`${proxy}#proxy_set_header`, 'https://portswigger.net/web-security/host-header'],
  bad: [
    'server {\n    server_name _;\n    location / {\n        proxy_set_header Host $http_host; ◄\n        proxy_pass http://app;\n    }\n}',
    'server {\n    listen 80 default_server;\n    proxy_set_header Host $http_host; ◄\n    location / { proxy_pass http://app; }\n}',
  ],
  good: [
    server('proxy_set_header Host $http_host;', 'location / { proxy_pass http://app; }'),
    'server {\n    server_name _;\n    proxy_set_header Host $host;\n    location / { proxy_pass http://app; }\n}',
  ],
  *look(level) {
    const host = enclosing(level, 'server');
    if (!host || !answersAll(host)) return;
    for (const directive of directivesOf(level, 'proxy_set_header', 'grpc_set_header'))
      if (/^(?:X-Forwarded-)?Host \$http_host$/i.test(argumentOf(directive)))
        yield { message: 'The backend believes whatever name the request gives.', span: directive };
  },
});

function answersAll(host: Level): boolean {
  const names = directivesOf(host, 'server_name').flatMap(({ words }) => words.map(({ text }) => text));
  const isDefault = directivesOf(host, 'listen').some((it) => /\bdefault(?:_server)?\b/.test(argumentOf(it)));
  return (
    names.includes('_') || names.includes('""') || (isDefault && (names.length === 0 || names.includes('')))
  );
}

const splitting = levelRule({
  id: 'nginx-header-injection',
  title: 'Decoded address in a header',
  severity: 'medium',
  confidence: 'high',
  cwe: [113, 93],
  description: `\`$uri\` and \`$document_uri\` are decoded: \`%0d%0a\` in the address is a line break in the header that they are put into, and what
follows is a header, a cookie or a whole answer of the attacker's. Behind \`proxy_pass\` it is a second request.`,
  remediation: 'Use `$request_uri`, which is as it was sent.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#return',
    'https://owasp.org/www-community/attacks/HTTP_Response_Splitting',
  ],
  bad: [
    server('return 301 https://www.example.com$uri$is_args$args; ◄'),
    server('location / { add_header X-Path $document_uri; } ◄'),
  ],
  good: [
    server('return 301 https://$host$request_uri;'),
    server('location / { try_files $uri $uri/ =404; }', 'location /old { return 200 $uri; }'),
  ],
  *look(level) {
    for (const directive of directivesOf(level, 'return', 'add_header', 'proxy_pass', 'rewrite')) {
      const word = directive.words.at(directive.name === 'rewrite' ? 1 : -1);
      const redirects = directive.name !== 'return' || /^30[1278]$/.test(directive.words[0]?.text ?? '');
      const [found] =
        /\$(?:\{(?:document_)?uri\}|(?:document_)?uri\b)(?:\$is_args\$args|\?\$args)?/.exec(
          word?.text ?? '',
        ) ?? [];
      if (
        !word ||
        !redirects ||
        found === undefined ||
        !isHeader(directive) ||
        (directive.name === 'return' && directive.words.length === 1)
      )
        continue;
      const at = word.text.indexOf(found);
      const quoted = word.end - word.start - word.text.length;
      const start = word.start + at + (quoted === 2 ? 1 : 0);
      yield {
        message: 'A line break in the address becomes one in the header.',
        span: directive,
        // With the arguments it is what was sent; without, the arguments would come in addition.
        ...((quoted === 0 || quoted === 2) && {
          fix: {
            description: 'Use the address as it was sent',
            edits: [{ start, end: start + found.length, text: '$request_uri' }],
          },
        }),
      };
    }
  },
});

/** A rewrite within the server makes no header. */
function isHeader({ name, words }: Directive): boolean {
  return (
    name !== 'rewrite' ||
    /^https?:/.test(words[1]?.text ?? '') ||
    /^(?:redirect|permanent)$/.test(words[2]?.text ?? '')
  );
}

const mergeSlashes = levelRule({
  id: 'nginx-slashes-kept',
  title: 'Double slashes that pass by a location',
  severity: 'medium',
  confidence: 'medium',
  cwe: [178, 863],
  description: `With \`merge_slashes off\` the address \`//admin/\` does not match \`location /admin/\`, which guards it, and most backends take it for
\`/admin/\` all the same.`,
  remediation: 'Leave `merge_slashes` at its default, `on`, where locations guard something.',
  references: [`${core}#merge_slashes`],
  bad: [
    server('merge_slashes off; ◄', 'location /admin/ { deny all; }'),
    server('location /x { auth_basic "x"; }', 'merge_slashes off; ◄'),
  ],
  good: [
    server('merge_slashes off;', 'location / { proxy_pass http://app; }'),
    server('merge_slashes on;', 'location /admin/ { deny all; }'),
  ],
  *look(level, file) {
    for (const directive of directivesOf(level, 'merge_slashes'))
      if (argumentOf(directive) === 'off' && guardsLocations(file))
        yield { message: 'A second slash leads past the locations that guard something.', span: directive };
  },
});

const guarding = new WeakMap<NginxFile, boolean>();

function guardsLocations(file: NginxFile): boolean {
  const known = guarding.get(file);
  if (known !== undefined) return known;
  const guards = file.levels.some(
    (level) =>
      locationOf(level) && directivesOf(level, 'deny', 'auth_basic', 'auth_request', 'internal').length > 0,
  );
  guarding.set(file, guards);
  return guards;
}

export const proxyRules = [openProxy, hostHeader, splitting, mergeSlashes];
