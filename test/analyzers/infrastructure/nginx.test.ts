import { describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { parseNginx, type Directive } from '../../../src/analyzers/infrastructure/formats/nginx-parse.js';
import { analyzeFile, applied, placesOf } from './support.js';
import { expectWithin } from '../../support/time-limit.js';

const analyzer = createInfrastructureAnalyzer();

function shape(directives: readonly Directive[]): unknown[] {
  return directives.map(({ name, words, block }) => [
    name,
    ...words.map(({ text }) => text),
    ...(block ? [shape(block)] : []),
  ]);
}

describe('the syntax of nginx', () => {
  it.each([
    ['quotes', `a "b; {" 'c\\'d';`, [['a', 'b; {', "c'd"]]],
    ['comments', '# x {\na b; # ; c\n', [['a', 'b']]],
    ['variables in braces', 'return ${scheme}://x;', [['return', '${scheme}://x']]],
    ['escaped marks', 'location ~ \\.php\\{2\\} { a; }', [['location', '~', '\\.php\\{2\\}', [['a']]]]],
    ['Lua', 'content_by_lua_block { if x then y("}") end -- }\n } a;', [['content_by_lua_block', []], ['a']]],
    ['nested blocks', 'http{server{listen 80;}}', [['http', [['server', [['listen', '80']]]]]]],
  ])('is read with %s', (_name, text, expected) => {
    const { directives, error } = parseNginx(text);
    expect(error).toBeUndefined();
    expect(shape(directives)).toEqual(expected);
  });

  it.each(['a', 'a {', '}', 'a "b', 'a { b }', '{}', 'x { '.repeat(200)])('is not valid in %s', (text) => {
    expect(parseNginx(text).error).toBeDefined();
  });

  it.each(['{', 'a {', '"', '# ', 'a b; ', 'content_by_lua_block { "', '${', '\\'])(
    'takes no longer than its length for %s many times',
    (part) => {
      const start = performance.now();
      parseNginx(part.repeat(200_000 / part.length));
      expectWithin(performance.now() - start, 2_000);
    },
  );
});

describe('a file of nginx', () => {
  it.each([
    ['nginx.conf', true],
    ['docker/nginx/default.conf.template', true],
    ['nginx/conf.d/app.conf', true],
    ['etc/nginx/sites-enabled/app', true],
    ['deploy/app.nginx', true],
    ['roles/web/templates/nginx.conf.j2', true],
    ['conf.d/app.conf', true],
    ['redis.conf', false],
  ])('is looked for as %s: %s', (path, wanted) => {
    expect(analyzer.wants(path)).toBe(wanted);
  });

  it('of another program in such a folder is left alone', async () => {
    const text = '<VirtualHost *:80>\n  DocumentRoot /\n</VirtualHost>\n';
    expect(await analyzeFile(analyzer, 'conf.d/a.conf', { 'conf.d/a.conf': text })).toEqual({
      detections: [],
      problems: [],
    });
  });

  it('that cannot be read says so, and is judged as far as it goes', async () => {
    const text = 'server {\n  autoindex on;\n  location / {\n';
    const { detections, problems } = await analyzeFile(analyzer, 'nginx.conf', { 'nginx.conf': text });
    expect(placesOf(detections)).toEqual(['nginx-directory-listing:2']);
    expect(problems).toHaveLength(1);
  });

  it('of a template is read with holes', async () => {
    const path = 'templates/nginx.conf.j2';
    const text = `{% for site in sites %}
server {
  server_name {{ site.name }};
  root {{ site.root | default('/srv') }};
  {% if site.tls %}
  ssl_protocols TLSv1 TLSv1.2;
  {% endif %}
  location / { proxy_pass {{ site.backend }}; }
}
{% endfor %}
`;
    const { detections, problems } = await analyzeFile(analyzer, path, { [path]: text });
    expect(problems).toEqual([]);
    expect(placesOf(detections)).toEqual(['nginx-old-tls:6']);
  });
});

describe('the suggestion', () => {
  it.each([
    ['location /a {\n alias /b/;\n}', 'location /a/ {\n alias /b/;\n}'],
    ['autoindex on;', 'autoindex off;'],
    ['server_tokens on;', 'server_tokens off;'],
    ['ssl_protocols TLSv1 TLSv1.1 TLSv1.2;', 'ssl_protocols TLSv1.2;'],
    ['ssl_protocols SSLv3;', 'ssl_protocols TLSv1.2 TLSv1.3;'],
    ['return 301 https://x$uri$is_args$args;', 'return 301 https://x$request_uri;'],
    ['return 301 "https://x$uri";', 'return 301 "https://x$request_uri";'],
    ['location /x {\n allow 10.0.0.0/8;\n}', 'location /x {\n allow 10.0.0.0/8; deny all;\n}'],
  ])('for %s is exact', async (before, after) => {
    const wrap = (lines: string): string => `server {\n${lines}\n}\n`;
    const { detections } = await analyzeFile(analyzer, 'nginx.conf', { 'nginx.conf': wrap(before) });
    expect(detections).toHaveLength(1);
    const text = applied(wrap(before), detections[0]?.fix?.edits ?? []);
    expect(text).toBe(wrap(after));
    const again = await analyzeFile(analyzer, 'nginx.conf', { 'nginx.conf': text });
    expect(again.detections).toEqual([]);
  });
});
