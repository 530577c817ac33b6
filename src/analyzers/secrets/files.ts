import type { Detection } from '../../model/finding.js';
import type { Rule } from '../../model/rule.js';
import type { Confidence, Severity } from '../../model/severity.js';
import { isForShow } from './generic/places.js';

/** Files that give something away by being there, whatever credential formats stand in them. */
export const credentialFile: Rule = {
  id: 'credential-file',
  title: 'File made to hold credentials or private data',
  severity: 'high',
  confidence: 'medium',
  cwe: [538, 798],
  owasp: ['A05:2021', 'A02:2025'],
  asvs: ['13.3.1'],
  languages: ['any'],
  description:
    'A key store, a password safe, the state of Terraform, the history of a shell or a dump of a database is part of the ' +
    'repository. Everyone who can read it, a fork, a clone or a package made from it has what is inside: key stores are ' +
    'often protected by a weak or a published password, state files hold generated passwords in the clear, histories hold ' +
    'what was typed, dumps hold the data of people.',
  remediation:
    'Rotate what the file holds, take it out of the repository (`git rm --cached`), name it in `.gitignore`, and keep it ' +
    'in a secret store, a remote backend or encrypted. Deleting the file does not help once it is pushed: it stays in the history.',
  references: [
    'https://cwe.mitre.org/data/definitions/538.html',
    'https://developer.hashicorp.com/terraform/language/state/sensitive-data',
    'https://docs.github.com/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository',
  ],
  examples: {
    bad: [
      {
        path: 'infra/terraform.tfstate',
        text: '{ ◄\n  "version": 4,\n  "terraform_version": "1.9.5",\n  "resources": [{ "type": "aws_db_instance", "name": "shop" }]\n}\n',
      },
      { path: 'home/.bash_history', text: 'cd /srv/shop ◄\nmysql -u root -p\n' },
      {
        path: 'backup/shop.sql',
        text: "-- MySQL dump 10.13  Distrib 8.0.36 ◄\nINSERT INTO `customers` VALUES (1,'Ada','ada@shop.example');\n",
      },
    ],
    good: [
      { path: 'infra/terraform.tfstate', text: '{\n  "version": 4,\n  "resources": []\n}\n' },
      {
        path: 'db/schema.sql',
        text: '-- MySQL dump 10.13  Distrib 8.0.36\nCREATE TABLE `customers` (`id` int);\n',
      },
      { path: 'infra/main.tf', text: 'terraform {\n  backend "s3" {}\n}\n' },
    ],
  },
};

interface Kind {
  readonly what: string;
  readonly path: RegExp;
  /** What the text has to hold; a binary file is told by its name alone. */
  readonly text?: RegExp;
  /** And in its first lines. */
  readonly opening?: RegExp;
  readonly isBinary?: boolean;
  readonly severity?: Severity;
  readonly confidence?: Confidence;
}

/** Looked for in the first characters of a text. */
const looked = 200_000;

const kinds: readonly Kind[] = [
  { what: 'a key store', path: /\.(?:p12|pfx|jks|jceks|bks|keystore)$/i, isBinary: true, text: /^/ },
  { what: 'a password safe', path: /\.(?:kdbx?|psafe3|agilekeychain|opvault)$/i, isBinary: true, text: /^/ },
  {
    what: 'a key ring',
    path: /(?:^|\/)(?:secring\.gpg|pubring\.kbx|[^/]+\.keychain(?:-db)?)$/i,
    isBinary: true,
  },
  {
    what: 'the credentials of an online account of the system',
    path: /(?:^|\/)(?:credentials\.db|access_tokens\.db|login\.keyring|logins\.json|key[34]\.db)$/i,
    isBinary: true,
  },
  {
    what: 'the state of Terraform',
    path: /\.tfstate(?:\.backup)?$/i,
    text: /"resources"\s{0,20}:\s{0,20}\[\s{0,200}\{/,
  },
  {
    what: 'the history of a shell or a client',
    path: /(?:^|\/)\.?(?:bash|zsh|sh|ksh|mysql|psql|sqlite|python|irb|node_repl|mongo|rediscli)_(?:history|hist)$/i,
    text: /\S/,
    severity: 'medium',
  },
  {
    what: 'the key to the credentials of a Rails application',
    path: /(?:^|\/)config\/(?:master|credentials\/[\w-]{1,40})\.key$/i,
    text: /^[0-9a-f]{32}\s{0,4}$/,
  },
  {
    what: "a list of a file transfer program's servers with their passwords",
    path: /(?:^|\/)(?:sitemanager|recentservers|filezilla|WinSCP)\.(?:xml|ini)$/i,
    text: /<Pass\b[^>]{0,60}>[^<]|^Password=\S/m,
  },
  {
    what: 'a database dump with data',
    path: /\.(?:sql|dump|pgdump|mysql)$/i,
    opening: /^-- (?:MySQL|MariaDB|PostgreSQL database|phpMyAdmin SQL|Adminer|Host:)/im,
    text: /^(?:INSERT INTO [^\n;]{1,2000}\sVALUES\s{0,4}\(|COPY [\w."]{1,128} [^\n]{0,2000}FROM stdin)/im,
    severity: 'medium',
  },
  {
    what: 'the password file of a web server',
    path: /(?:^|\/)\.?htpasswd$/i,
    text: /^[^\s:#]{1,64}:(?:\$(?:apr1|2[aby]|5|6)\$|\{SHA\})/m,
    severity: 'medium',
  },
];

/** What a file is by its name, and where it is text by what is in it. The android debug key store is the same everywhere. */
export function judgeFile(path: string, text?: string): Detection[] {
  const kind = kinds.find((one) => one.path.test(path) && isKind(one, text));
  if (!kind || /(?:^|\/)debug\.keystore$|(?:^|\/)cacerts$/i.test(path)) return [];
  const forShow = isForShow(path);
  return [
    {
      ruleId: credentialFile.id,
      message: `The file is ${kind.what}: take it out of the repository and rotate what it holds, since it stays in the history.`,
      range: { startLine: 1, startColumn: 1, endLine: 1, endColumn: lineLength(text) + 1 },
      severity: forShow ? 'low' : (kind.severity ?? credentialFile.severity),
      confidence: forShow ? 'low' : (kind.confidence ?? credentialFile.confidence),
      anchor: kind.what,
      scope: '',
    },
  ];
}

function isKind(kind: Kind, text: string | undefined): boolean {
  if (text === undefined) return kind.isBinary === true;
  const isOpen = kind.opening?.test(text.slice(0, 2000)) ?? true;
  return isOpen && kind.text?.test(text.slice(0, looked)) === true;
}

function lineLength(text = ''): number {
  const end = text.indexOf('\n');
  return end < 0 ? text.length : end;
}
