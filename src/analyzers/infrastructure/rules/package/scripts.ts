import type { Example } from '../../../../model/rule.js';
import { placeIn, type PackageJson, type PackageRule, type Script } from '../../formats/package-json.js';
import type { Hit, WrittenRule } from '../../rule.js';
import { turnsTlsOff } from '../env/certificates.js';

type Metadata = Omit<WrittenRule, 'languages' | 'asvs' | 'examples'>;

interface ScriptRule extends Metadata {
  /** Scripts by name and text; ` ◄` at the end flags one. */
  readonly bad: readonly (readonly [name: string, text: string])[];
  readonly good: readonly (readonly [name: string, text: string])[];
  look(
    script: Script,
  ): Iterable<Pick<Hit, 'message' | 'severity' | 'confidence'> & { readonly part: string }>;
}

/** A rule that looks at one script of a package at a time. */
function scriptRule({ bad, good, look, ...metadata }: ScriptRule): PackageRule {
  return {
    ...metadata,
    asvs: [],
    languages: ['package-json'],
    examples: { bad: bad.map(example), good: good.map(example) },
    *check(file: PackageJson) {
      for (const script of file.scripts)
        for (const { part, ...hit } of look(script))
          yield { ...hit, span: placeIn(script, part, file), scope: `scripts.${script.name}` };
    },
  };
}

function example([name, text]: readonly [name: string, text: string]): Example {
  const marked = text.endsWith(' ◄');
  const line = `    ${JSON.stringify(name)}: ${JSON.stringify(marked ? text.slice(0, -2) : text)}${marked ? ' ◄' : ''}`;
  return { path: 'package.json', text: `{\n  "name": "shop",\n  "scripts": {\n${line}\n  }\n}\n` };
}

const npmScripts = 'https://docs.npmjs.com/cli/using-npm/scripts';
const supply = { cwe: [494, 829] };

const pipedScript = scriptRule({
  ...supply,
  id: 'package-remote-script',
  title: 'Script from the network run as it comes',
  severity: 'medium',
  confidence: 'high',
  description: `The script pipes what a server answers into a shell or an interpreter. Whoever controls the server, or its name, runs commands as
whoever calls it; in a script that npm runs by itself that is everybody who installs the package, and every build.`,
  remediation:
    'Make what it does a dependency with a fixed version, or download a fixed version, check its SHA-256, then run it.',
  references: [npmScripts, 'https://slsa.dev/spec/v1.0/threats'],
  bad: [
    ['postinstall', 'curl -sSL https://get.tool.example/install.sh | bash ◄'],
    ['setup', 'wget -qO- https://get.tool.example | sudo sh - ◄'],
    ['setup', 'bash <(curl -s https://get.tool.example/run.sh) ◄'],
  ],
  good: [
    ['fetch', 'curl -fsSL https://data.example/a.json | jq .version'],
    ['postinstall', 'node scripts/build.js'],
  ],
  *look({ text, onInstall }) {
    const match =
      /\b(?:curl|wget)\s[^|;&]{0,300}\|\s*(?:sudo\s+(?:-\w+\s+)*)?(?:ba|z|da|k)?sh\b|\b(?:curl|wget)\s[^|;&]{0,300}\|\s*(?:sudo\s+)?(?:node|python3?|perl|ruby)\b|\b(?:ba|z)?sh\s+(?:-c\s+)?(?:<\(|["']?\$\()\s*(?:curl|wget)\b[^)]*\)|\b(?:iwr|irm|Invoke-WebRequest|Invoke-RestMethod)\b[^|;&]{0,300}\|\s*(?:iex|Invoke-Expression)\b/.exec(
        text,
      );
    if (match && !/localhost|127\.0\.0\.1/.test(match[0]))
      yield {
        message: onInstall
          ? 'Everybody who installs the package runs what the server answers.'
          : 'This runs what the server answers.',
        severity: onInstall ? 'high' : 'medium',
        part: match[0],
      };
  },
});

const installDownload = scriptRule({
  ...supply,
  id: 'package-install-download',
  title: 'Download while the package is installed',
  severity: 'low',
  confidence: 'medium',
  description: `npm runs this script by itself, on every machine that installs the package. It fetches something that no lockfile fixes: whoever
controls the server decides what it is on that day.`,
  remediation:
    'Ship the file in the package, or as a package of its own for each platform; at least check a SHA-256 that stands in the repository.',
  references: [npmScripts, 'https://docs.npmjs.com/cli/using-npm/config#ignore-scripts'],
  bad: [
    ['postinstall', 'curl -fsSLo bin/tool https://downloads.example/tool ◄'],
    ['preinstall', 'wget https://downloads.example/lib.tar.gz && tar xf lib.tar.gz ◄'],
  ],
  good: [
    ['postinstall', 'curl -fsSLo bin/tool https://downloads.example/tool && sha256sum -c tool.sha256'],
    ['download', 'curl -fsSLo data.json https://data.example'],
  ],
  *look({ text, onInstall }) {
    const match = onInstall
      ? /\b(?:curl|wget)\s[^|;&]{0,300}https?:\/\/(?!localhost|127\.)[^|;&\s"']+/.exec(text)
      : null;
    if (match && !/sha(?:256|512)sum|shasum|\|\s*(?:sudo\s+)?(?:ba|z)?sh\b|gpg --verify|cosign/.test(text))
      yield { message: 'What this fetches is fixed by nothing.', part: match[0] };
  },
});

const tlsOff = scriptRule({
  id: 'package-tls-off',
  title: 'Script that checks no certificates',
  severity: 'medium',
  confidence: 'high',
  cwe: [295],
  description: `The script turns the check of certificates or of the host's key off. Whoever stands between reads and changes what is sent, and what is
downloaded and run. Calls to this machine alone are not reported.`,
  remediation:
    'Remove it, and name the missing certificate: `NODE_EXTRA_CA_CERTS`, `curl --cacert`, a `known_hosts` file.',
  references: [
    'https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue',
    'https://curl.se/docs/sslcerts.html',
    'https://man.openbsd.org/ssh_config#StrictHostKeyChecking',
  ],
  bad: [
    ['start', 'cross-env NODE_TLS_REJECT_UNAUTHORIZED=0 node server.js ◄'],
    ['preinstall', 'npm config set strict-ssl false ◄'],
    ['deploy', 'rsync -e "ssh -o StrictHostKeyChecking=no" dist www.example:/srv ◄'],
  ],
  good: [
    ['smoke', 'curl -k https://localhost:8443/health'],
    ['start', 'NODE_EXTRA_CA_CERTS=ca.pem node server.js'],
  ],
  *look({ name, text }) {
    for (const match of text.matchAll(/\b([A-Za-z_]{4,40})=["']?(\w{1,8})\b/g))
      if (turnsTlsOff(match[1] ?? '', match[2] ?? ''))
        yield {
          message: 'No certificate is checked.',
          // Against a server of one's own, while testing, little is lost.
          severity: /test|e2e|dev|storybook|mock/i.test(name) ? 'low' : 'medium',
          part: match[0],
        };
    for (const [command] of text.matchAll(uncheckedCommand))
      if (!/localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0/.test(command))
        yield { message: 'Nobody checks who answers.', part: command };
  },
});

const uncheckedCommand =
  /\bcurl\s(?:[^|;&]{0,300}\s)?(?:--insecure|-[a-zA-Z]{0,8}k[a-zA-Z]{0,8})(?=\s)[^|;&]{0,300}|\bwget\s[^|;&]{0,300}--no-check-certificate[^|;&]{0,300}|\b(?:npm|yarn|pnpm)\s+(?:config\s+)?set\s+strict-ssl[\s=]false|\bgit\s[^|;&]{0,300}http\.sslVerify[\s=](?:false|0)\b|\bStrictHostKeyChecking[= ]no\b/g;

const plainDownload = scriptRule({
  id: 'package-plain-download',
  title: 'Download without TLS',
  severity: 'medium',
  confidence: 'high',
  cwe: [319, 494],
  description: 'What comes over plain HTTP can be replaced by whoever stands between, and nobody notices.',
  remediation: 'Load it over `https://`, and compare it with a known hash before it is run.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Transport_Layer_Security_Cheat_Sheet.html',
    npmScripts,
  ],
  bad: [
    ['fetch', 'curl -o schema.json http://schema.example/v1.json ◄'],
    ['setup', 'npm install http://packages.example/lib.tgz ◄'],
  ],
  good: [
    ['fetch', 'curl -o schema.json https://schema.example/v1.json'],
    ['health', 'curl -f http://localhost:3000 && wait-on http://app:3000 && curl http://db:80'],
  ],
  *look({ text }) {
    for (const match of text.matchAll(
      /\b(?:curl|wget|(?:npm|pnpm)\s+(?:i|install|add)|yarn\s+add|npx|degit|git\s+clone)\s[^|;&]{0,300}?(http:\/\/([\w.-]+)[^\s"'|;&]*)/g,
    )) {
      const host = match[2] ?? '';
      if (
        host.includes('.') &&
        !/^(?:127\.|0\.0\.0\.0|10\.|192\.168\.|169\.254\.|localhost)|\.(?:local|internal|test|localhost)$/.test(
          host,
        )
      )
        yield { message: 'Whoever stands between decides what this gets.', part: match[1] ?? match[0] };
    }
  },
});

const openInspector = scriptRule({
  id: 'package-inspector-open',
  title: 'Debugger open to the network',
  severity: 'low',
  confidence: 'high',
  cwe: [489, 284],
  description:
    'Whoever reaches the port of the inspector runs code in the process. Nothing asks for a password.',
  remediation:
    'Leave the address out, so that it listens to this machine alone, and reach it through a tunnel; in a container publish the port to `127.0.0.1`.',
  references: [
    'https://nodejs.org/en/learn/getting-started/debugging#security-implications',
    'https://nodejs.org/api/cli.html#inspecthostport',
  ],
  bad: [
    ['debug', 'node --inspect=0.0.0.0:9229 server.js ◄'],
    ['debug', 'nodemon --inspect-brk=0.0.0.0 server.js ◄'],
  ],
  good: [
    ['debug', 'node --inspect server.js'],
    ['debug', 'node --inspect=127.0.0.1:9229 server.js'],
  ],
  *look({ text }) {
    const match = /--inspect(?:-brk|-wait)?[= ](?:0\.0\.0\.0|\[::\])(?::\d+)?/.exec(text);
    if (match) yield { message: 'Whoever reaches the port runs code in the process.', part: match[0] };
  },
});

const unsafePermission = scriptRule({
  id: 'package-unsafe-permission',
  title: 'Scripts of packages run as root',
  severity: 'low',
  confidence: 'high',
  cwe: [250],
  description: `\`--unsafe-perm\`, or \`sudo npm install\`, runs the scripts of every package that is installed as root: one bad package owns the
machine.`,
  remediation: 'Install as a user that owns the folder, and leave the option out.',
  references: [
    'https://docs.npmjs.com/resolving-eacces-permissions-errors-when-installing-packages-globally',
    npmScripts,
  ],
  bad: [
    ['setup', 'npm install --unsafe-perm ◄'],
    ['setup', 'sudo npm install -g tool@1.2.3 ◄'],
  ],
  good: [
    ['setup', 'npm ci'],
    ['setup', 'npm install --unsafe-perm=false'],
  ],
  *look({ text }) {
    const match =
      /--unsafe-perm(?:=true|\s+true)?(?![=\w])|\bsudo\s+(?:-\w+\s+)*(?:npm|yarn|pnpm)\s+(?:i|install|add|ci|global)\b/.exec(
        text,
      );
    if (match) yield { message: 'The scripts of every package run as root.', part: match[0] };
  },
});

export const packageRules: readonly PackageRule[] = [
  pipedScript,
  installDownload,
  tlsOff,
  plainDownload,
  openInspector,
  unsafePermission,
];
