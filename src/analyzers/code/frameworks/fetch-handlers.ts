import type { CallSite } from '../flow/call-site.js';
import { constantText, type Value } from '../flow/value.js';
import { headersType, isText } from './answer.js';
import { leadsAway } from './navigation.js';
import type { Framework } from './framework.js';

const methods = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ALL)$/;

/** Servers built on the Request and Response of the web platform: Next.js, Remix, SvelteKit, Astro, workers, Bun, Deno. */
export const fetchHandlers: Framework = {
  name: 'Web handlers',
  roots: [
    'Request',
    'Response',
    'Headers',
    'next',
    'next/server',
    'next/headers',
    'next/navigation',
    'next/router',
    'next-auth',
    '@remix-run/node',
    '@remix-run/cloudflare',
    '@remix-run/server-runtime',
    '@remix-run/react',
    'react-router',
    'react-router-dom',
    '@sveltejs/kit',
    'astro',
    'Bun',
    'Deno',
    'web',
  ],
  aliases: {
    'next/server.NextRequest()': 'web.Request()',
    'next/server.NextResponse': 'Response',
    'next.NextApiRequest()': 'express.Request()',
    'next.NextApiResponse()': 'express.Response()',
    'next.GetServerSidePropsContext()': 'web.PageContext()',
    'web.PageContext().{req}': 'express.Request()',
    'web.PageContext().{res}': 'express.Response()',
    'Request()': 'web.Request()',
    'web.Request().clone()': 'web.Request()',
    '{@remix-run/node,@remix-run/cloudflare,@remix-run/server-runtime}.{LoaderFunctionArgs,ActionFunctionArgs,LoaderArgs,ActionArgs,DataFunctionArgs}()':
      'web.Event()',
    'react-router.{LoaderFunctionArgs,ActionFunctionArgs}()': 'web.Event()',
    '@sveltejs/kit.RequestEvent()': 'web.Event()',
    'astro.{APIContext,AstroGlobal}()': 'web.Event()',
    'web.Event().request': 'web.Request()',
    'next/headers.headers()': 'web.Headers()',
    'next/headers.cookies()': 'web.Cookies()',
    'Deno.RequestEvent().request': 'web.Request()',
  },
  sources: [
    // It has gone through the schema of the action.
    {
      at: ['next-safe-action.Input().parsedInput'],
      kind: 'request',
      safeFor: ['nosql', 'assignment'],
    },
    { at: ['next-safe-action.Input().clientInput'], kind: 'request' },
    {
      at: [
        'web.Request().{headers,body,cookies,query}',
        'web.Request().{json,text,formData,blob,arrayBuffer,bytes}()',
        'web.Request().headers.{host,x-forwarded-host,referer}',
        'web.Event().cookies',
        'web.ActionInput()',
        'web.Headers()',
        'web.Headers().get()',
        'web.Cookies().{get,getAll}()',
      ],
      kind: 'request',
    },
    // Parts of the address, which are texts or lists of them.
    {
      at: [
        'web.PageContext().{query,params}',
        'web.PageProps().{searchParams,params}',
        'web.Event().params',
        'web.RouteContext().params',
      ],
      kind: 'request',
      safeFor: ['nosql'],
    },
    // An address of this server, which as a whole leads nowhere else.
    {
      at: ['web.Request().{url,nextUrl}', 'web.Event().url', 'web.PageContext().resolvedUrl'],
      kind: 'request',
      safeFor: ['redirect', 'url', 'nosql', 'assignment'],
    },
    {
      at: ['next/navigation.{useSearchParams,useParams}()', 'next/router.useRouter().{query,asPath}'],
      kind: 'browser',
    },
    { at: ['next/navigation.usePathname()'], kind: 'browser', safeFor: ['link', 'redirect', 'url'] },
    {
      at: ['{react-router,react-router-dom,@remix-run/react}.{useSearchParams,useParams}()'],
      kind: 'browser',
    },
    {
      at: [
        '{react-router,react-router-dom,@remix-run/react}.useLocation().{search,hash}',
        'next/router.withRouter().query',
      ],
      kind: 'browser',
    },
  ],
  neverReturn: [
    'next/navigation.{redirect,permanentRedirect,notFound,forbidden,unauthorized}',
    '@sveltejs/kit.{error,redirect}',
  ],
  parts: ['web.Request().nextUrl.searchParams', 'web.Event().url.searchParams'],
  harmless: ['web.Request().nextUrl.{locale,basePath,protocol}'],
  readers: { 'web.Request().headers.get': 'web.Request().headers' },
  sinks: [
    { at: ['Response'], kind: 'html', argument: 0, when: respondsHtml },
    {
      at: ['Response.redirect', 'next/navigation.{redirect,permanentRedirect}'],
      kind: 'redirect',
      argument: 0,
    },
    {
      at: ['{@remix-run/node,@remix-run/cloudflare,@remix-run/server-runtime,react-router}.redirect'],
      kind: 'redirect',
      argument: 0,
    },
    { at: ['@sveltejs/kit.redirect'], kind: 'redirect', argument: 1 },
    {
      at: ['next/{router,navigation}.useRouter().{push,replace}'],
      kind: 'redirect',
      argument: 0,
      when: (_site, value) => leadsAway(value),
    },
    { at: ['next/server.NextResponse.rewrite', 'Response.rewrite'], kind: 'url', argument: 0 },
  ],
  passes: [{ at: ['Request', 'Headers'] }],
  callbacks: [{ at: ['Bun.serve', 'Deno.serve'], parameters: ['web.Request()'] }],
  parameters: [
    // Next.js
    {
      file: /(?:^|\/)app\/(?:.*\/)?route\.[cm]?[jt]sx?$/,
      exported: methods,
      parameters: ['web.Request()', 'web.RouteContext()'],
      doubt: 0,
    },
    {
      file: /(?:^|\/)app\/(?:.*\/)?(?:page|layout)\.[cm]?[jt]sx?$/,
      exported: /^(?:default|generateMetadata)$/,
      parameters: ['web.PageProps()'],
      doubt: 0,
    },
    {
      file: /(?:^|\/)pages\/api\/.*\.[cm]?[jt]sx?$/,
      exported: /^(?:default|handler)$/,
      parameters: ['express.Request()', 'express.Response()'],
      doubt: 0,
    },
    { exported: /^getServerSideProps$/, parameters: ['web.PageContext()'], doubt: 0 },
    {
      file: /(?:^|\/)(?:middleware|proxy)\.[cm]?[jt]s$/,
      exported: /^(?:middleware|proxy|default)$/,
      parameters: ['web.Request()'],
      doubt: 0,
    },
    {
      directive: 'use server',
      // What next-safe-action hands on has a model of its own below.
      names: [/^(?!\{[^}]*\b(?:parsedInput|ctx)\b)/],
      hint: /['"]use server['"]/,
      parameters: ['web.ActionInput()', 'web.ActionInput()', 'web.ActionInput()', 'web.ActionInput()'],
      doubt: 0,
    },
    {
      names: [/^\{[^}]*\bparsedInput\b/],
      parameters: ['next-safe-action.Input()'],
      doubt: 0,
    },
    // Remix, React Router, SvelteKit, Astro
    {
      file: /(?:^|\/)routes\/.*\.[cm]?[jt]sx?$/,
      exported: /^(?:loader|action|load|actions|GET|POST|PUT|PATCH|DELETE|default)$/,
      names: [/^\{[^}]*\b(?:request|params|url)\b/],
      parameters: ['web.Event()'],
      doubt: 0,
    },
    {
      file: /(?:^|\/)(?:hooks\.server|\+(?:server|page\.server|layout\.server))\.[jt]s$/,
      exported: /^(?:load|actions|handle|GET|POST|PUT|PATCH|DELETE)$/,
      parameters: ['web.Event()'],
      doubt: 0,
    },
    {
      file: /(?:^|\/)pages\/.*\.[cm]?[jt]s$/,
      exported: methods,
      parameters: ['web.Event()'],
      doubt: 0,
    },
    // Workers
    {
      names: [/^_?req(?:uest)?$/, /^_?env$/],
      parameters: ['web.Request()'],
      doubt: 1,
    },
  ],
};

/** A `Response` of text is HTML only where its headers say so. */
function respondsHtml(site: CallSite, value: Value): boolean {
  const options = site.arguments[1];
  const headers = options?.fields?.get('headers');
  return isText(value) && constantText(value) === undefined && headersType(headers) === true;
}
