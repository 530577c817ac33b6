import { namedToken } from '../../named-token.js';
import { prefixedToken } from '../../prefixed-token.js';
import type { SecretRule } from '../../rule.js';
import { hex, mixed, token, uuid } from '../../shape.js';

const changes = (what: string): string => `can read and change ${what}, as far as the token is allowed to`;

/** Texts and files: where they are written, kept and shown. */
export const content: readonly SecretRule[] = [
  prefixedToken({
    id: 'contentful-management-token',
    title: 'Contentful personal access token',
    severity: 'high',
    opens: changes('the content of its owner'),
    rotate: 'revoke the token in Contentful under Account settings, CMA tokens.',
    reference: 'https://www.contentful.com/developers/docs/references/authentication/',
    prefixes: ['CFPAT-'],
    body: token(43, 64),
  }),
  namedToken({
    id: 'contentful-delivery-token',
    title: 'Contentful delivery token',
    severity: 'low',
    opens: 'can read the published content',
    rotate: 'delete the API key in Contentful under Settings, API keys.',
    reference: 'https://www.contentful.com/developers/docs/references/authentication/',
    names: ['contentful'],
    word: 'access token',
    value: `[0-9A-Za-z=_-]{43}`,
  }),
  prefixedToken({
    id: 'sanity-token',
    title: 'Sanity API token',
    severity: 'high',
    opens: changes('the content of the project'),
    rotate: 'delete the token in Sanity under API, Tokens.',
    reference: 'https://www.sanity.io/docs/http-auth',
    prefixes: ['sk'],
    body: '[0-9A-Za-z]{178,180}',
    entropy: 4.5,
    variable: 'SANITY_TOKEN',
  }),
  namedToken({
    id: 'storyblok-token',
    title: 'Storyblok token',
    severity: 'high',
    opens: changes('the content of the space'),
    rotate: 'delete the token in Storyblok under Settings, Access tokens.',
    reference: 'https://www.storyblok.com/docs/concepts/access-tokens',
    names: ['storyblok'],
    word: 'access token',
    value: `${mixed(22)}tt(?:-[0-9]{4,8}-${token(20)})?`,
  }),
  namedToken({
    id: 'prismic-token',
    title: 'Prismic access token',
    severity: 'medium',
    opens: changes('the content of the repository'),
    rotate: 'delete the application in Prismic under Settings, API & Security.',
    reference: 'https://prismic.io/docs/access-token',
    names: ['prismic'],
    word: 'access token',
    value: `MC5[0-9A-Za-z_.-]{60,120}|eyJ${token(15, 60)}\\.${token(60, 400)}\\.${token(43)}`,
  }),
  namedToken({
    id: 'datocms-token',
    title: 'DatoCMS API token',
    severity: 'high',
    opens: changes('the content of the project'),
    rotate: 'delete the token in DatoCMS under Project settings, API tokens.',
    reference: 'https://www.datocms.com/docs/content-management-api/authentication',
    names: ['datocms', 'dato cms'],
    word: 'api token',
    value: hex(30),
  }),
  namedToken({
    id: 'buttercms-token',
    title: 'ButterCMS API token',
    severity: 'medium',
    opens: changes('the content of the site'),
    rotate: 'rotate the token in ButterCMS under Settings, API Tokens.',
    reference: 'https://buttercms.com/docs/api/#authentication',
    names: ['buttercms', 'butter cms'],
    word: 'api token',
    value: hex(40),
  }),
  namedToken({
    id: 'kontent-ai-key',
    title: 'Kontent.ai API key',
    severity: 'high',
    opens: changes('the content of the environment'),
    rotate: 'revoke the key in Kontent.ai under Project settings, API keys.',
    reference: 'https://kontent.ai/learn/docs/apis/openapi/management-api-v2/',
    names: ['kontent'],
    word: 'api key',
    value: `eyJ${token(15, 60)}\\.${token(100, 500)}\\.${token(43)}|${uuid}`,
  }),
  namedToken({
    id: 'ghost-admin-key',
    title: 'Ghost Admin API key',
    severity: 'high',
    opens: changes('the site and its members'),
    rotate: 'regenerate the key in Ghost under Settings, Integrations.',
    reference: 'https://docs.ghost.org/admin-api/#token-authentication',
    names: ['ghost'],
    word: 'admin api key',
    value: `${hex(24)}:${hex(64)}`,
    confidence: 'high',
  }),
  namedToken({
    id: 'webflow-token',
    title: 'Webflow API token',
    severity: 'high',
    opens: changes('the sites'),
    rotate: 'revoke the token in Webflow under Site settings, Apps & integrations.',
    reference: 'https://developers.webflow.com/data/reference/authentication/site-token',
    names: ['webflow'],
    word: 'api token',
    value: hex(64),
  }),
  namedToken({
    id: 'wordpress-salt',
    title: 'WordPress key or salt',
    severity: 'high',
    opens: 'can forge the cookies of those who are signed in',
    rotate: 'replace all eight keys and salts; everyone then signs in again.',
    reference: 'https://developer.wordpress.org/advanced-administration/wordpress/wp-config/#security-keys',
    names: ['auth key', 'auth salt', 'logged in key', 'logged in salt', 'nonce key', 'nonce salt'],
    // The brackets stand in the range from Z.
    value: '[0-9a-zA-YZ-^ !#$%&()*+,./:;<=>?@_`{|}~-]{64}',
    confidence: 'high',
    // Any character may follow a dollar sign in them.
    entropy: 0,
    judge: ({ value }) => (isMadeOfSigns(value) ? {} : undefined),
  }),
];

/** Whether signs, digits and capital letters stand among the letters as chance puts them; in prose they do not. */
function isMadeOfSigns(value: string): boolean {
  const count = (kind: RegExp): number => value.match(kind)?.length ?? 0;
  return (
    count(/[^0-9A-Za-z ]/g) >= 8 &&
    count(/[0-9]/g) >= 2 &&
    count(/[A-Z]/g) >= 5 &&
    !/ {3}|[a-z]{9}/.test(value)
  );
}
