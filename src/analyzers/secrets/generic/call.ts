import { madeUp } from '../rules/made-up.js';
import { type Candidate, secretRule, type Verdict } from '../rule.js';
import { placeOf } from './places.js';
import { judgePassword, judgeSecret, type Likelihood } from './values.js';
import { weigh } from './weigh.js';

const password = ['zN8', 'fern', '-Ridge', '35'].join('');
const key = madeUp('mixed', 32, 'call');

interface Position {
  /** As the call is written, up to and without its parenthesis. */
  readonly name: string;
  /** From 0; a negative one counts from the end. */
  readonly argument: number;
  readonly kind: 'password' | 'key';
}

const calls = (kind: Position['kind'], argument: number, names: string): Position[] =>
  names.split(' ').map((name) => ({ name, argument, kind }));

/** Which argument of which call is a credential, in the standard libraries and the common ones of each language. */
const positions: readonly Position[] = [
  ...calls(
    'password',
    1,
    'HTTPBasicAuth HTTPDigestAuth HTTPProxyAuth BasicAuth SetBasicAuth WithBasicAuth basicAuth basic_auth withBasicAuth ' +
      'http_basic_authenticate UsernamePasswordCredentials UsernamePasswordAuthenticationToken PasswordAuthentication ' +
      'NetworkCredential ClientSecretCredential BasicAWSCredentials BasicSessionCredentials SQLAuthentication smtp.login ' +
      'server.login mail.login ftp.login imap.login session.login conn.login smtpObj.login mailserver.login setAuthentication ' +
      'auth= BasicAuthenticator HttpBasicAuth PasswordCredentials ConnectionCredentials ftp_login ssh2_auth_password',
  ),
  ...calls(
    'password',
    2,
    'DriverManager.getConnection mysqli_connect mysql_connect mysqli PDO smtp.PlainAuth PlainAuth DirectoryEntry',
  ),
  ...calls(
    'key',
    1,
    'jwt.encode JWT.encode jwt.sign hash_hmac Jwts.signWith signWith setSigningKey AwsBasicCredentials.create',
  ),
  ...calls(
    'key',
    0,
    'Fernet AES.new Algorithm.HMAC256 Algorithm.HMAC384 Algorithm.HMAC512 hmac.new hmac.New SecretKeySpec ' +
      'Keys.hmacShaKeyFor SymmetricSecurityKey sessions.NewCookieStore NewCookieStore securecookie.New parser.setSigningKey',
  ),
];

const byName = new Map(positions.map((position) => [position.name.toLowerCase(), position]));

/** A literal in the place of a call where a password or a key belongs, in languages that are not followed. */
export const callCredential = secretRule({
  id: 'credential-argument',
  title: 'Credential as an argument of a call',
  severity: 'high',
  confidence: 'medium',
  opens: 'has the password or key that the code logs in, signs or encrypts with',
  rotate: 'change it where it was set, and read the new one from outside the code.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html'],
  keywords: [...new Set(positions.map(({ name }) => `${name.toLowerCase()}(`))],
  ignoreCase: true,
  yields: true,
  wants: (path) => !['followed', 'none'].includes(placeOf(path)),
  after: 460,
  entropy: 0,
  pattern: new RegExp(
    `(?<![A-Za-z0-9_])(?<name>${positions.map(({ name }) => name.replace('.', '\\.')).join('|')})\\((?<arguments>[^\\n\\r]{6,400})`,
    'iy',
  ),
  judge: judgeCall,
  examples: {
    bad: [
      {
        path: 'app/feed.py',
        text: `r = requests.get(url, auth=HTTPBasicAuth('shop', '${password}')) ◄\n`,
      },
      {
        path: 'src/Db.java',
        text: `Connection c = DriverManager.getConnection(url, "shop", "${password}"); ◄\n`,
      },
      { path: 'app/token.rb', text: `JWT.encode({ id: id }, '${key}', 'HS256') ◄\n` },
      { path: 'main.go', text: `req.SetBasicAuth("shop", "${password}") ◄\n` },
    ],
    good: [
      {
        path: 'app/feed.py',
        text: "requests.get(url, auth=HTTPBasicAuth(user, password))\njwt.encode(claims, settings.KEY, 'HS256')\n",
      },
      {
        path: 'src/Db.java',
        text: 'DriverManager.getConnection(url, "sa", "");\nDriverManager.getConnection(url, user, getPassword("shop"));\n',
      },
    ],
  },
});

function judgeCall({ path, start, groups }: Candidate): Verdict | undefined {
  const { name = '', arguments: list = '' } = groups;
  const position = byName.get(name.toLowerCase());
  const literal = position && literalAt(list, position.argument);
  if (!literal) return undefined;
  const grade = gradeOf(literal.value, position.kind);
  if (grade === 'unlikely') return undefined;
  const from = start + name.length + 1 + literal.start;
  const span = { start: from, end: from + literal.value.length };
  return {
    ...weigh(grade, literal.value, path),
    identity: literal.value,
    shown: span,
    claims: [span],
  };
}

function gradeOf(value: string, kind: Position['kind']): Likelihood {
  if (kind === 'password') return judgePassword(value);
  const grade = judgeSecret(value);
  return grade === 'unlikely' ? (judgePassword(value) === 'likely' ? 'possible' : grade) : grade;
}

/** The argument at an index, where it is a literal and nothing else, save for what turns text into bytes. */
function literalAt(list: string, index: number): { value: string; start: number } | undefined {
  let depth = 0;
  let argument = 0;
  for (let at = 0; at < list.length; at++) {
    const character = list.charAt(at);
    if (character === '"' || character === "'" || character === '`') {
      const end = endOfLiteral(list, at);
      if (end === undefined) return undefined;
      const before = list.slice(lastComma(list, at), at).trim();
      const after = list.slice(end + 1, end + 24);
      if (
        argument === index &&
        /^(?:b|r|u|@|\$|\[\]byte\(|[\w.]{0,40}GetBytes\(|new byte\(|key=|password=|pass=|secret=|auth=)?$/.test(
          before,
        ) &&
        /^(?:\.getBytes\(|\.encode\(|\s{0,20}[,)])/.test(after)
      )
        return { value: list.slice(at + 1, end), start: at + 1 };
      at = end;
    } else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) {
      if (--depth < 0) return undefined;
    } else if (character === ',' && depth === 0) argument++;
    if (argument > index) return undefined;
  }
  return undefined;
}

function endOfLiteral(list: string, open: number): number | undefined {
  const quote = list.charAt(open);
  for (let at = open + 1; at < list.length; at++) {
    if (list[at] === '\\') at++;
    else if (list[at] === quote) return at;
  }
  return undefined;
}

function lastComma(list: string, at: number): number {
  return list.lastIndexOf(',', at) + 1;
}
