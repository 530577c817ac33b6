import type { CallSite } from '../flow/call-site.js';
import { constantText } from '../flow/value.js';
import { leadsAway } from './navigation.js';
import type { Framework } from './framework.js';

const creators = '{createElement,cloneElement,createFactory()}';

/** React, its routers, and Next.js in the browser. */
export const react: Framework = {
  name: 'React',
  roots: [
    'react',
    'preact',
    'react-dom',
    'react/jsx-runtime',
    'react-router',
    'next/router',
    'next/navigation',
    'wouter',
    '@tanstack/react-router',
    'react-markdown',
    'rehype-raw',
    'rehype-sanitize',
    'React',
    'ReactDOM',
  ],
  aliases: {
    'react-router-dom': 'react-router',
    '@remix-run/react': 'react-router',
    '{React,preact,preact/compat,react.default}': 'react',
    ReactDOM: 'react-dom',
    'preact.h': 'react.createElement',
    'react/jsx-runtime.{jsx,jsxs}': 'react.createElement',
    'next/router.withRouter()': 'next/router.withRouter()',
    'react-dom.findDOMNode()': '@dom.Element()',
  },
  sources: [
    {
      at: [
        'react-router.{useParams,useSearchParams}()',
        'react-router.useLocation().{search,hash,pathname}',
        'next/router.useRouter().{query,asPath}',
        'next/navigation.{useSearchParams,useParams}()',
        'wouter.{useSearch,useParams,useSearchParams}()',
        '@tanstack/react-router.{useSearch,useParams}()',
      ],
      kind: 'browser',
    },
    { at: ['next/navigation.usePathname()'], kind: 'browser', safeFor: ['link', 'redirect', 'url'] },
  ],
  sinks: [
    {
      at: [`react.${creators}`],
      kind: 'dom',
      argument: 1,
      field: 'dangerouslySetInnerHTML',
      when: names('dangerouslySetInnerHTML'),
    },
    { at: [`react.${creators}`], kind: 'dom', argument: 1, field: 'srcDoc', when: names('srcDoc') },
    { at: [`react.${creators}`], kind: 'link', argument: 1, field: 'href', when: makesLink },
    {
      at: ['next/router.useRouter().{push,replace}', 'next/navigation.useRouter().{push,replace}'],
      kind: 'link',
      argument: 0,
      when: (_site, value) => leadsAway(value),
    },
  ],
  invokes: ['react.{useMemo,useDeferredValue}'],
  passes: [{ at: ['react.{useState,useRef,useDeferredValue}'] }],
};

function makesLink(site: CallSite): boolean {
  return /^(?:a|area)$/.test(constantText(site.arguments[0]) ?? '');
}

/** Properties that are handed on as a whole are not known to hold one. */
function names(property: string): (site: CallSite) => boolean {
  return (site) => site.arguments[1]?.fields?.has(property) ?? false;
}
