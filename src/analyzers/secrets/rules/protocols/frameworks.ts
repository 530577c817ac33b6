import { isForShow } from '../../generic/places.js';
import { namedToken } from '../../named-token.js';
import type { SecretRule } from '../../rule.js';
import { base64, hex } from '../../shape.js';

const signs = 'can forge sessions, and what else the application signs';

/** What frameworks sign and encrypt with, in the forms that they make themselves. */
export const frameworks: readonly SecretRule[] = (
  [
    namedToken({
      id: 'django-secret-key',
      title: 'Django secret key',
      severity: 'high',
      opens: signs,
      rotate: 'make a new key, and keep the old one in `SECRET_KEY_FALLBACKS` until its sessions have ended.',
      reference: 'https://docs.djangoproject.com/en/stable/ref/settings/#secret-key',
      names: ['secret key'],
      value: '(?:django-insecure-)?[0-9a-z!@#$%&*(_=+)^-]{50}',
      confidence: 'high',
      // Any character may follow a dollar sign in them.
      entropy: 0,
    }),
    namedToken({
      id: 'laravel-app-key',
      title: 'Laravel application key',
      severity: 'high',
      opens: 'can forge and read sessions and cookies, and run code where they hold objects',
      rotate:
        'make a new key with `php artisan key:generate`, and keep the old one in `APP_PREVIOUS_KEYS` for a while.',
      reference: 'https://laravel.com/docs/encryption#gracefully-rotating-encryption-keys',
      names: ['app key', 'laravel key'],
      value: `base64:${base64(43)}=|base64:${base64(22)}==`,
      confidence: 'high',
    }),
    namedToken({
      id: 'rails-secret-key-base',
      title: 'Rails secret key base',
      severity: 'high',
      opens: signs,
      rotate: 'make a new value with `bin/rails secret`; everyone then signs in again.',
      reference: 'https://guides.rubyonrails.org/security.html#custom-credentials',
      names: ['secret key base', 'secret token'],
      value: hex(128),
      confidence: 'high',
    }),
    namedToken({
      id: 'rails-master-key',
      title: 'Rails master key',
      severity: 'critical',
      opens: 'can read the encrypted credentials of the application',
      rotate: 'replace every credential in the file, and encrypt it with a new key.',
      reference: 'https://guides.rubyonrails.org/security.html#custom-credentials',
      names: ['rails master', 'rails production', 'rails staging'],
      word: 'key',
      value: hex(32),
      confidence: 'high',
    }),
    namedToken({
      id: 'asp-net-machine-key',
      title: 'ASP.NET machine key',
      severity: 'critical',
      opens: 'can forge tickets and view state, and run code on the server with them',
      rotate: 'make new keys in IIS under Machine Key, for every server of the farm.',
      reference:
        'https://learn.microsoft.com/en-us/previous-versions/dotnet/netframework-4.0/w8h3skw9(v=vs.100)',
      names: ['decryption key', 'validation key'],
      value: `[0-9A-Fa-f]{48}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{128}`,
      confidence: 'high',
    }),
    namedToken({
      id: 'symfony-app-secret',
      title: 'Symfony application secret',
      severity: 'high',
      opens: signs,
      rotate: 'make a new value of 32 hexadecimal digits for `APP_SECRET`.',
      reference: 'https://symfony.com/doc/current/reference/configuration/framework.html#secret',
      names: ['app secret'],
      value: `${hex(32)}|${hex(40)}`,
    }),
  ] satisfies SecretRule[]
).map(lowerForShow);

/** A key that an application makes for itself guards nothing where its tests and samples run. */
function lowerForShow(rule: SecretRule): SecretRule {
  return {
    ...rule,
    judge(candidate) {
      const verdict = rule.judge ? rule.judge(candidate) : {};
      return verdict && isForShow(candidate.path)
        ? {
            ...verdict,
            severity: 'low',
            confidence: 'low',
            because: 'its place looks like that of a test or a sample',
          }
        : verdict;
    },
  };
}
