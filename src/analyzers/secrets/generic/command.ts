import { type Candidate, secretRule, type Verdict } from '../rule.js';
import { placeOf } from './places.js';
import { judgePassword, type Likelihood } from './values.js';
import { weigh } from './weigh.js';

const password = ['vT2', 'reed', '+Dune', '61'].join('');

/** A stretch of the same command line, up to the option. */
const options = '[^\\n\\r|;&]{0,200}?';

/** What stands before the password, as commands have it. */
const leads = [
  `sshpass\\s{1,3}-p\\s{0,2}`,
  // MySQL's clients take the password without a blank.
  `(?:mysql|mariadb)(?:dump|admin|import|check|show|-dump|-admin)?(?:\\.exe)?\\s${options}\\s?(?<!-)-p(?=\\S{6})`,
  `(?:docker|podman|buildah|nerdctl|crane|skopeo|oras|helm registry|oc|az acr)\\s{1,3}login\\s${options}\\s?(?:-p|--password)[ =]{1,2}`,
  `redis-cli\\s${options}\\s?-a\\s{1,2}`,
  `(?:plink|pscp|psftp|putty)(?:\\.exe)?\\s${options}\\s?-pw\\s{1,2}`,
  `-pass(?:in|out)?\\s{1,3}pass:`,
  `ldap(?:search|modify|add|delete|passwd|whoami)\\s${options}\\s?-w\\s{1,2}`,
  `ConvertTo-SecureString\\s{1,3}(?:-String\\s{1,3})?(?=["'])`,
  `htpasswd\\s{1,3}-[A-Za-z]{0,5}b[A-Za-z]{0,5}\\s{1,3}\\S{1,120}\\s{1,3}\\S{1,60}\\s{1,3}`,
  `(?:curl|wget|https?|xh)(?=\\s)(?:[^\\n\\r|;&]|\\\\\\r?\\n){0,300}?(?:\\s-u|\\s--user|\\s--proxy-user|\\s-a|\\s--auth)[ =]{1,2}["']?(?:\\{?(?<user>[^\\s:"'/={}]{0,64})\\}?["']?:(?:["']?\\{(?![{\\s]))?(?=[^\\s/])|(?=(?<lone>[^\\s:"'/=]{8,128}):["'\\s]))`,
  `psexec(?:64)?(?:\\.exe)?\\s${options}\\s-p\\s{1,2}`,
  `(?:connect-viserver|cmdkey)\\s${options}\\s[-/](?:pass|password)[ :=]{1,2}(?![$-])`,
  `(?:smbclient|rpcclient|smbmap|winexe)\\s${options}\\s?-U\\s{0,2}["']?[^\\s%"']{1,60}%`,
];

export const commandPassword = secretRule({
  id: 'command-password',
  title: 'Password on a command line',
  severity: 'high',
  confidence: 'medium',
  cwe: [798, 214],
  opens: 'knows how the command logs in; other users of the machine see it in the list of processes too',
  rotate: 'change the password where the command logs in.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html'],
  keywords: [
    'sshpass',
    'mysql',
    'mariadb',
    'docker',
    'podman',
    'buildah',
    'nerdctl',
    'crane',
    'skopeo',
    'oras',
    'helm registry',
    'oc login',
    'az acr',
    'redis-cli',
    'plink',
    'pscp',
    'psftp',
    '-passin',
    '-passout',
    '-pass pass:',
    'ldapsearch',
    'ldapmodify',
    'ldapadd',
    'convertto-securestring',
    'htpasswd',
    'curl',
    'wget',
    'http --auth',
    'http -a',
    'smbclient',
    'psexec',
    'connect-viserver',
    'cmdkey',
  ],
  ignoreCase: true,
  yields: true,
  wants: (path) => placeOf(path) !== 'none',
  after: 620,
  entropy: 0,
  pattern: new RegExp(
    `(?<![A-Za-z0-9_])(?:${leads.join('|')})(?<open>\\\\?["']|)(?<secret>[^\\s"'\`\\\\|<>]{4,128})`,
    'iy',
  ),
  judge: judgeOption,
  examples: {
    bad: [
      { path: 'bin/backup.sh', text: `mysqldump -u shop -p${password} shop | gzip > shop.gz ◄\n` },
      {
        path: '.gitlab-ci.yml',
        text: `deploy:\n  script:\n    - docker login -u shop -p ${password} registry.acme.io ◄\n`,
      },
      { path: 'bin/sync.sh', text: `curl --silent -u "shop:${password}" https://files.acme.io/feed ◄\n` },
      { path: 'Set-Up.ps1', text: `$p = ConvertTo-SecureString '${password}' -AsPlainText -Force ◄\n` },
    ],
    good: [
      {
        path: 'bin/backup.sh',
        text: 'mysqldump -u shop -p"$DB_PASSWORD" shop\nmysql -h db --port 3306 -proot\ncurl -u "$USER:$PASS" https://files.acme.io\n',
      },
      {
        path: 'README.md',
        text: 'docker login -u user -p password registry.example.com\ndocker run -p 8080:80 acme/shop\n',
      },
    ],
  },
});

function judgeOption({ path, value, start, groups }: Candidate): Verdict | undefined {
  // Keys are often the user, with no password after the colon.
  const shown = groups['lone'] ?? (groups['open'] === '' ? value.replace(/[,)}]+$/, '') : value);
  if (groups['lone']?.includes('@')) return undefined;
  const grade = gradeOf(shown, groups['user']);
  if (grade === 'unlikely') return undefined;
  return {
    ...weigh(grade, shown, path),
    identity: shown,
    shown: { start, end: start + shown.length },
  };
}

function gradeOf(value: string, user = ''): Likelihood {
  if (value.toLowerCase() === user.toLowerCase() || /^(?:user(?:name)?|login)$/i.test(user))
    return 'unlikely';
  const grade = judgePassword(value);
  // What a command sends is a password, however weak.
  return grade === 'possible' ? 'weak' : grade;
}
