import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createSecretsAnalyzer } from '../../../src/analyzers/secrets/analyzer.js';
import { meaningOf } from '../../../src/analyzers/secrets/generic/names.js';
import { placeOf } from '../../../src/analyzers/secrets/generic/places.js';
import { judgePassword, judgeSecret, wordiness } from '../../../src/analyzers/secrets/generic/values.js';
import { madeUp } from '../../../src/analyzers/secrets/rules/made-up.js';
import { analyze } from '../support.js';

const analyzer = createSecretsAnalyzer();
const key = madeUp('mixed', 32, 'generic test');
const hex = madeUp('hex', 40, 'generic test');
const base64 = createHash('md5').update('generic test').digest('base64');
const words = ['quiet', 'Maple', 'Barn', '47'].join('');
const uuid = ['5b1f3c9e', '7d24', '4a6b', '9e81', 'c03d5f7a2b64'].join('-');
const password = ['gX4', 'plum', '!tundra', '7'].join('');

const confidencesIn = async (path: string, text: string): Promise<unknown[]> =>
  (await analyze(analyzer, path, text)).detections
    .filter((found) => found.ruleId === 'generic-credential')
    .map((found) => found.confidence);

describe('a credential is found', () => {
  it.each<[string, string, string]>([
    ['in an environment file', '.env', `APP_SECRET=${key}\n`],
    ['under a name that warns', '.env', `todo_secret_do_not_commit=${key}\n`],
    ['after an export', 'deploy.sh', `export API_TOKEN=${key}\n`],
    ['as an option of a command', 'deploy.sh', `tool login --token ${key} --verbose\n`],
    ['in YAML', 'app.yml', `auth:\n  clientSecret: ${key} # of the shop\n`],
    ['in quoted YAML', 'app.yaml', `password: "${password}"\n`],
    [
      'in the environment of Docker Compose',
      'docker-compose.yml',
      `environment:\n  - SESSION_SECRET=${key}\n`,
    ],
    ['in the environment of a container', 'deploy.yaml', `- name: DB_PASSWORD\n  value: "${password}"\n`],
    ['in a task definition', 'task.json', `{ "name": "API_KEY", "value": "${key}" }`],
    ['in JSON', 'app.json', `{"api_key":"${hex}"}`],
    ['in JSON within a string', 'app.json', JSON.stringify({ body: JSON.stringify({ secretKey: key }) })],
    ['in properties', 'app.properties', `spring.datasource.password=${password}\n`],
    ['in an INI file', 'settings.ini', `[mail]\npassword = ${password}\n`],
    ['in TOML', 'app.toml', `secret_key = '${key}'\n`],
    ['in an attribute', 'beans.xml', `<property name="password" value="${password}"/>`],
    ['in an element', 'settings.xml', `<password>${password}</password>`],
    ['in a property list', 'App.plist', `<key>ClientSecret</key>\n<string>${key}</string>`],
    ['in a connection string', 'app.config', `Server=db;User Id=shop;Password=${password};Encrypt=True`],
    ['in a netrc file', '.netrc', `machine files.acme.io login bob password ${password}\n`],
    ['in a variable of Terraform', 'prod.tfvars', `db_password = "${password}"\n`],
    ['in a Dockerfile', 'Dockerfile', `ENV STRIPE_WEBHOOK_SECRET=${key} PORT=80\n`],
    ['in Python', 'app.py', `SECRET_KEY = '${key}'\n`],
    ['in Python, with a type', 'app.py', `api_key: str = "${key}"\n`],
    ['as a default of the environment', 'app.py', `os.getenv("API_TOKEN", "${key}")\n`],
    ['in Go', 'main.go', `apiKey := "${key}"\n`],
    ['in Java', 'App.java', `private static final String PASSWORD = "${password}";\n`],
    ['in Ruby', 'app.rb', `config.secret_key = '${key}'\n`],
    ['in PHP', 'config.php', `'auth_key' => '${key}',\n`],
    ['in C#', 'App.cs', `var clientSecret = "${key}";\n`],
    ['in JavaScript', 'app.ts', `const config = { password: '${password}' };`],
    ['in Rust', 'main.rs', `const API_TOKEN: &str = "${key}";\n`],
    ['in a notebook', 'a.ipynb', `"source": ["api_key = \\"${key}\\"\\n"]\n`],
    ['given to a setter', 'App.java', `source.setPassword("${password}");\n`],
    ['where the environment has none', 'app.rb', `API_TOKEN = ENV['TOKEN'] || '${key}'\n`],
    ['where the environment of Node has none', 'app.js', `const s = process.env.APP_SECRET || '${key}';\n`],
    ['where the environment of a shell has none', 'run.sh', `export TOKEN=\${API_TOKEN:-${key}}\n`],
    ['as the default of a variable', 'main.tf', `variable "db_password" {\n  default = "${password}"\n}\n`],
    [
      'as the default of a parameter',
      'stack.yaml',
      `  DbPassword:\n    Type: String\n    Default: ${password}\n`,
    ],
    ['as a parameter of Bicep', 'main.bicep', `param adminPassword string = '${password}'\n`],
    ['in a connection string in code', 'App.cs', `"Server=db.acme.io;User Id=shop;Password=${password};"\n`],
    ['in a collection of Postman', 'a.json', `"apikey": [{ "key": "value", "value": "${key}" }]\n`],
    [
      'with a dollar sign, where none is filled in',
      'app.properties',
      `db.password=${password.slice(0, 6)}x$z${password.slice(6)}\n`,
    ],
    ['in an entry of netrc in a manual', 'setup.txt', `machine git.acme.io login bob password ${password}\n`],
    ['in a field that Gradle writes', 'build.gradle', `buildConfigField 'String', 'API_KEY', '"${hex}"'\n`],
    [
      'in a field that Gradle writes, escaped',
      'build.gradle',
      `buildConfigField "String", "API_KEY", "\\"${hex}\\""\n`,
    ],
    ['compared with a password', 'app.py', `if user == "admin" and password == "${password}":\n`],
    ['compared with a password in Java', 'App.java', `if (password.equals("${password}")) open();\n`],
    ['as a random UUID', 'app.yml', `shop:\n  client_secret: ${uuid}\n`],
    ['given to a setter in base 64', 'App.java', `rememberMe.setCipherKey(Base64.decode("${base64}"));\n`],
    [
      'with a dollar sign in single quotes',
      'users.yml',
      `password: '${password.slice(0, 6)}x$z${password.slice(6)}'\n`,
    ],
    ['in base 64 with its padding', 'app.yml', `cipher_secret: ${base64}\n`],
    ['as two words and a number in Terraform', 'main.tf', `administrator_password = "${words}"\n`],
    ['by a short name', 'app.ini', `db_pw = ${password}\n`],
    ['by a Portuguese name', 'app.ini', `senha = ${password}\n`],
    [
      'in a Kubernetes Secret',
      'secret.yaml',
      `kind: Secret\ndata:\n  password: ${Buffer.from(password).toString('base64')}\n`,
    ],
    [
      'with a dollar sign in a Kubernetes Secret',
      'secret.yaml',
      `data:\n\tpassword: ${Buffer.from(`${password.slice(0, 6)}$z9q`).toString('base64')}\nkind: 'Secret'\r\n`,
    ],
    [
      'as bytes in a Kubernetes Secret',
      'secret.yaml',
      `kind: Secret\ndata:\n  signing_key: ${createHash('sha256').update(key).digest('base64')}\n`,
    ],
  ])('%s', async (_, path, text) => {
    expect(await confidencesIn(path, text)).toEqual(['medium']);
  });

  it('with low confidence in a manual, and in a test or a sample unless a machine made it', async () => {
    expect(await confidencesIn('README.md', `apiKey = "${key}"`)).toEqual(['low']);
    for (const path of ['test/app.yml', 'src/test/App.java', '.env.example', 'AppTest.java']) {
      expect(await confidencesIn(path, `password = "${password}"`)).toEqual(['low']);
      expect(await confidencesIn(path, `apiKey = "${key}"`)).toEqual(['medium']);
      const [found] = (await analyze(analyzer, path, `apiKey = "${key}"`)).detections;
      expect(found?.severity).toBe('low');
    }
  });

  it.each<[string, string, string]>([
    ['a word beside its user', 'app.ini', 'user = shop\npassword = maplebarn\n'],
    ['digits beside their host', 'app.yml', 'db:\n  host: db7\n  password: 847261\n'],
  ])('with low confidence where it is %s', async (_, path, text) => {
    expect(await confidencesIn(path, text)).toEqual(['low']);
  });

  it('with medium confidence where it is a word in Terraform', async () => {
    expect(await confidencesIn('db.tf', 'password = "maplebarn"\n')).toEqual(['medium']);
    expect(await confidencesIn('db.tf', 'password = "var.password"\n')).toEqual([]);
  });
});

describe('nothing is found', () => {
  it.each<[string, string, string]>([
    [
      'where the value is a variable',
      'app.yml',
      'password: ${DB_PASSWORD}\ntoken: $TOKEN_9fX\nsecret: "{{ vault_9fX2 }}"\n',
    ],
    [
      'where a store is named',
      'app.yml',
      `token: vault:secret/data/shop#k9\npassword: op://prod/db/p4ssword1\n`,
    ],
    [
      'where the value is encrypted',
      'app.yml',
      `password: ENC[AES256_GCM,data:${key}]\nsecret: "{cipher}${hex}"\n`,
    ],
    ['where a tool encrypted the file', 'app.yml', `apiKey: ${key}\nsops:\n  version: 3.8.1\n`],
    ['in a sealed secret', 'app.yml', `kind: SealedSecret\nspec:\n  encryptedData:\n    token: ${key}\n`],
    [
      'where the value is a hash of a password',
      'users.yml',
      `password: $2b$10$${madeUp('mixed', 53, 'bcrypt')}\n`,
    ],
    ['under the name of a hash', 'app.yml', `passwordHash: ${hex}\ntoken_sha256: ${hex}\n`],
    ['in a lockfile', 'yarn.lock', `integrity_token "${key}"\n  secret "${key}"\n`],
    [
      'where a file is named',
      'app.yml',
      'private_key: /etc/ssl/k3y/server.pem\nsecretKey: k3ys/server-2.pem\n',
    ],
    [
      'where a placeholder stands',
      'app.yml',
      'password: changeme123\napiKey: your-api-key-1234\ntoken: xxxxxxxx9999\n',
    ],
    [
      'where words stand',
      'app.yml',
      'token: access-token-cookie\nsecretKey: shop-web-tls-2024\napi_key: X-Api-Key\n',
    ],
    [
      'where a sentence stands',
      'app.yml',
      'password: Enter 8 or more letters\ntoken: T0ken of the session\n',
    ],
    [
      'where code computes it',
      'app.py',
      'password = hash9(value)\ntoken = base64.b64decode("x")\nkey = d["Sup3rKey"]\n',
    ],
    ['where text is joined', 'app.py', `password = "aB3xK9qL2" + suffix\n`],
    ['where a shell fills in a part', 'run.sh', `password="aB3x9$suffix"\n`],
    ['where a key of the keyboard is compared', 'app.py', `if key == "Ctrl9Shift7xQ":\n`],
    ['where a common word is compared', 'app.py', `if password == "none": pass\n`],
    ['for a public key', 'app.yml', `publicKey: ${key}\nsite_key: ${key}\nrecaptcha_key: ${key}\n`],
    ['for what browsers get', '.env', `NEXT_PUBLIC_API_KEY=${key}\n`],
    ['in translations', 'locales/en.json', '{ "password": "Passw0rd!xy", "token": "T0ken77Wert" }'],
    ['for the name of a vault', 'app.yml', 'keyVaultToStoreSecrets: shop2-eu-1208358311\n'],
    ['for an artifact with its version', 'notes.txt', 'x = "Maven - io.jsonwebtoken:jjwt-orgjson-0.12.6"\n'],
    ['in code that a bundler wrote', 'app.html', `${'f(1);'.repeat(60)},n:"shop",apiKey:"${hex}",`],
    ['for a number of a test', 'ci.yml', 'SECRET_TOKEN: 123456789012\nPASSWORD: 12345678\n'],
  ])('%s', async (_, path, text) => {
    expect(await confidencesIn(path, text)).toEqual([]);
  });
});

it('names say whether they hold a password, a secret, or tell of one', () => {
  const meanings = (names: string): unknown[] => names.split(' ').map(meaningOf);
  expect(meanings('DB_PASSWORD smtpPass root.pwd userPassphrase')).toEqual(Array(4).fill('password'));
  expect(meanings('apiKey JWT_SECRET auth_token accountKey SECRET_KEY_BASE client-secret GH_PAT')).toEqual(
    Array(7).fill('secret'),
  );
  expect(
    meanings(
      'token_url secretName passwordPolicy primary_key csrfToken publicKey tokens compass monkey keyboard',
    ),
  ).toEqual(Array(10).fill(undefined));
});

it('values are told apart by alphabet, words and order', () => {
  for (let index = 0; index < 300; index++) {
    expect(judgeSecret(madeUp('hex', 32, `h${index}`))).toBe('likely');
    expect(judgeSecret(madeUp('mixed', 32, `m${index}`))).not.toBe('unlikely');
  }
  for (const value of [
    'session-token-cookie-name',
    'com.acme.shop.security.TokenFilter',
    'SHOP_API_TOKEN_2',
    '00000000000000000000',
  ])
    expect(judgeSecret(value)).toBe('unlikely');
  for (const value of [
    'password',
    'Passwort',
    'secret',
    'letters-only',
    'current-password',
    'PASSWORD_FIELD',
  ])
    expect(judgePassword(value)).toBe('unlikely');
  for (const value of ['Password123!', 'admin1234', 'Welcome2024'])
    expect(judgePassword(value)).not.toBe('likely');
  expect(wordiness('authentication')).toBeGreaterThan(0.9);
});

it('the path tells how a text is written', () => {
  expect(
    ['a.py', '.env', 'Dockerfile', 'README.md', 'a.tsx', 'package-lock.json', 'a.min.css'].map(placeOf),
  ).toEqual(['source', 'settings', 'script', 'prose', 'followed', 'none', 'none']);
});

describe('the values of a manifest of Kubernetes', () => {
  const encode = (text: string): string => Buffer.from(text).toString('base64');
  const manifest = (kind: string, data: string): string =>
    `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: shop\ndata:\n${data}`;

  it('are found each, however many lines stand between them', async () => {
    const between = Array.from({ length: 120 }, (_, index) => `  line${index}: aGVsbG8=\n`).join('');
    const text = manifest(
      'Secret',
      `  mailer: ${encode(password)}\n${between}\n  feeder: ${encode(['rT5', 'sorrel', '~Gorge', '68'].join(''))}\n`,
    );
    const { detections, problems } = await analyze(analyzer, 'deploy/shop.yaml', text);
    expect(detections.map(({ range }) => range.startLine)).toEqual([6, 128]);
    expect(problems).toEqual([]);
  });

  it('end where the lines are indented as the block is', async () => {
    const text = `items:\n    - apiVersion: v1\n      kind: Secret\n      stringData:\n        user: shop\n      token: ${encode(key)}\n`;
    const { detections } = await analyze(analyzer, 'deploy/shop.yaml', text);
    expect(detections.filter(({ ruleId }) => ruleId === 'kubernetes-secret-value')).toEqual([]);
  });

  it('are no reason to call a file looked at in part', async () => {
    const text = manifest('ConfigMap', `  dashboard: ${'a b '.repeat(40)}\n`.repeat(55));
    expect(await analyze(analyzer, 'deploy/shop.yaml', text)).toEqual({ detections: [], problems: [] });
  });
});

describe('a login of curl', () => {
  const rulesIn = async (text: string): Promise<unknown[]> =>
    (await analyze(analyzer, 'sync.sh', text)).detections.map((found) => found.ruleId);

  it.each([
    ['without a user', `curl -u ":${password}" https://files.acme.io`],
    ['with a key for a user', `curl -u "${password}:" https://files.acme.io`],
    ['with an address for a user', `curl --user bob@acme.io:${password} https://files.acme.io`],
  ])('%s is found', async (_, text) => {
    expect(await rulesIn(text)).toEqual(['command-password']);
  });

  it.each([
    ['whose password is asked for', 'curl -u "bob@acme.io:" https://files.acme.io'],
    ['of a name alone', 'curl -u administrator: https://files.acme.io'],
    ['of variables', 'curl -u "$KEY_9fX2:" https://files.acme.io'],
  ])('%s is not', async (_, text) => {
    expect(await rulesIn(text)).toEqual([]);
  });
});

it.each([
  ['the token of an app for phones', 'App.swift', `MailchimpSDK.initialize(token: ${hex.slice(0, 32)}-us18)`],
])('%s is no credential', async (_, path, text) => {
  expect((await analyze(analyzer, path, text)).detections).toEqual([]);
});
