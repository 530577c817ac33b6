import type { CallSite } from '../flow/call-site.js';
import { constantText, hole } from '../flow/value.js';
import type { Framework } from './framework.js';

/** Node's own modules. */
export const node: Framework = {
  name: 'Node.js',
  roots: [
    'crypto',
    'http',
    'https',
    'http2',
    'net',
    'os',
    'querystring',
    'url',
    'util',
    'pify',
    'bluebird',
    'es6-promisify',
    'util.promisify',
    'util-promisify',
    'util.promisify-all',
    'util-promisifyall',
    'promisify-node',
    '@gar/promisify',
    '@google-cloud/promisify',
    'thenify',
    'thenify-all',
    'denodeify',
    'q',
    'vm',
    'zlib',
    'stream',
    'events',
    'assert',
    'buffer',
    'readline',
    'worker_threads',
    'jsonwebtoken',
    'jwt-decode',
    'jose',
    'jwt-simple',
    'crypto-js',
    'CryptoJS',
    'md5',
    'sha1',
    'sha256',
    'blueimp-md5',
    'bcrypt',
    'bcryptjs',
    'argon2',
    'qs',
    'query-string',
    'querystringify',
  ],
  aliases: {
    'crypto.webcrypto': 'crypto',
    '{CryptoJS,crypto-js.CryptoJS,crypto-js.default}': 'crypto-js',
  },
  passes: [
    {
      at: ['querystring.parse', 'qs.parse', 'query-string.{parse,parseUrl,extract}', 'querystringify.parse'],
      unsafeFor: ['url', 'redirect', 'link'],
    },
    {
      at: [
        'url.{parse,resolve,format,fileURLToPath}',
        'querystring.{unescape,stringify,escape}',
        'qs.stringify',
        'util.inspect',
      ],
    },
    { at: ['util.{format,formatWithOptions}'], shape: formatted },
    {
      at: [
        'util.promisify',
        'util.callbackify',
        'pify',
        'bluebird.{promisify,promisifyAll}',
        'pify.all',
        'es6-promisify',
        'es6-promisify.{promisify,promisifyAll}',
        '@google-cloud/promisify.{promisify,promisifyAll}',
        'util-promisify',
        'util.promisify-all',
        'util-promisifyall',
        'promisify-node',
        '@gar/promisify',
        'thenify',
        'thenify.withCallback',
        'thenify-all',
        'thenify-all.withCallback',
        'denodeify',
        'q.{denodeify,nfbind}',
      ],
      same: true,
    },
    {
      at: ['crypto.{createHash,createHmac,randomBytes,scryptSync,pbkdf2Sync,timingSafeEqual}'],
      arguments: [],
    },
  ],
};

/** The text of `util.format('… %s …', …)`, with what is put in unknown. */
function formatted(site: CallSite): string | undefined {
  const template = site.arguments[0] && constantText(site.arguments[0]);
  return template === undefined ? hole : template.replace(/%[sdifjoO]/g, hole);
}
