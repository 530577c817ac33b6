import { instructionRule, matchesIn } from './stage-rule.js';

const practices = 'https://docs.docker.com/build/building/best-practices/';
const supply = { cwe: [295, 494] };
const setup = {};

const verificationOff = instructionRule({
  ...supply,
  id: 'docker-verification-off',
  title: 'Download whose origin is not checked',
  severity: 'medium',
  confidence: 'high',
  keywords: ['RUN'],
  description: `The option turns the check of the certificate or of the package's signature off. Whoever stands between the build and
the server decides what gets into the image.`,
  remediation: 'Remove the option, and add the certificate or the signing key that is missing.',
  references: [
    'https://curl.se/docs/sslcerts.html',
    'https://manpages.debian.org/bookworm/apt/apt-secure.8.en.html',
  ],
  bad: [
    'RUN curl -fsSLk https://get.tool.example/tool -o /bin/tool ◄',
    'RUN apk add --no-cache --allow-untrusted tool.apk ◄',
    'RUN pip install --trusted-host packages.example tool==1.2 ◄',
  ],
  good: [
    'RUN curl -fsSL https://get.tool.example/tool -o /bin/tool',
    'RUN curl -sf -o k.txt https://a.example && wget https://b.example',
    'HEALTHCHECK CMD curl -k https://localhost:8443/',
    'RUN apk index --allow-untrusted -o APKINDEX.tar.gz *.apk',
  ],
  *look(instruction, text) {
    for (const hit of matchesIn(
      instruction,
      text,
      off,
      'This turns off the check of where the download comes from.',
    ))
      if (!/localhost|127\.0\.0\.1/.test(text)) yield hit;
  },
});

const off =
  /\bcurl(?=\s)[^|;&\n]{0,300}?(?:\s--insecure\b|\s-[a-zA-Z]{0,8}k[a-zA-Z]{0,8}(?=\s))|\bwget\s[^|;&\n]{0,300}?--no-check-certificate|\b(?:apt|apt-get)\s[^|;&\n]{0,300}?(?:--allow-unauthenticated|--force-yes)|\bapk\s(?!index\b)[^|;&\n]{0,300}?--allow-untrusted|\b(?:yum|dnf|microdnf)\s[^|;&\n]{0,300}?--nogpgcheck|\bzypper\s[^|;&\n]{0,300}?--no-gpg-checks|\bpip3?\s[^|;&\n]{0,300}?--trusted-host\b|\bnpm\s+(?:config\s+)?set\s+strict-ssl[\s=]false|\bgit\s+config\s[^|;&\n]{0,100}?http\.sslVerify\s+(?:false|0)/g;

const plainDownload = instructionRule({
  id: 'docker-plain-download',
  title: 'Download without TLS',
  severity: 'medium',
  confidence: 'high',
  cwe: [319, 494],
  keywords: ['RUN'],
  description: `What comes over plain HTTP can be replaced by whoever stands between the build and the server, and then it is in the image. Where the
same instruction checks a hash or a signature, and for servers of this machine, nothing is reported.`,
  remediation: 'Use `https://`, or check a SHA-256 that stands in the file.',
  references: [
    practices,
    'https://cheatsheetseries.owasp.org/cheatsheets/Transport_Layer_Security_Cheat_Sheet.html',
  ],
  bad: [
    'RUN curl -o /opt/tool http://downloads.example/tool ◄',
    'RUN wget -q http://downloads.example/a.tgz && tar xf a.tgz ◄',
  ],
  good: [
    'RUN curl -o /opt/tool https://downloads.example/tool',
    'RUN wget http://downloads.example/a.tgz && echo "$SHA  a.tgz" | sha256sum -c',
    'RUN curl -f http://localhost:8080/ && wget http://mirror/a.tgz',
  ],
  *look(instruction, text) {
    if (/sha(?:1|256|384|512)sum|shasum|gpg\b|cosign|minisign|openssl\s+dgst/.test(text)) return;
    const pattern =
      /\b(?:curl|wget)\s[^|;&\n]{0,300}?\bhttp:\/\/(?!localhost|127\.|0\.0\.0\.0|169\.254\.)[\w-]+\.[^\s"'|;&]{1,300}/g;
    yield* matchesIn(instruction, text, pattern, 'Whoever stands between decides what this gets.');
  },
});

const sample = ['ti', 'ger'].join('');

const rootPassword = instructionRule({
  id: 'docker-account-password',
  title: 'Password of an account set in the image',
  severity: 'high',
  confidence: 'high',
  cwe: [798, 521],
  keywords: ['RUN'],
  description: `The password is in the layer for everybody who can pull the image, and the same in each container. With a service that
lets people in, or \`su\` in a foothold, it makes root.`,
  remediation: 'Leave accounts locked. Where somebody has to log in, mount a key at run time.',
  references: [practices, 'https://docs.docker.com/build/building/secrets/'],
  bad: [`RUN echo "root:${sample}" | chpasswd ◄`, 'RUN passwd -d root ◄'],
  good: ['RUN passwd -l root', 'RUN --mount=type=secret,id=pw chpasswd < /run/secrets/pw'],
  *look(instruction, text) {
    const pattern =
      /\becho\s+["']?[\w-]+:[^\s$"'|]+["']?\s*\|\s*(?:sudo\s+)?chpasswd|\bpasswd\s+(?:-d|--delete)\s+\w+/g;
    for (const hit of matchesIn(
      instruction,
      text,
      pattern,
      'The account has a password that everybody with the image knows.',
    ))
      yield { ...hit, anchor: 'password' };
  },
});

const sudoers = instructionRule({
  ...setup,
  id: 'docker-passwordless-sudo',
  title: 'Account that becomes root without a password',
  severity: 'medium',
  confidence: 'high',
  cwe: [250, 269],
  keywords: ['RUN'],
  description: `\`NOPASSWD\` makes the user of the image root in all but name: whoever takes the process over calls \`sudo\`.`,
  remediation: 'Do what needs root while the image is built, and leave `sudo` out.',
  references: [practices, 'https://www.sudo.ws/docs/man/sudoers.man/'],
  bad: [
    'RUN echo "app ALL=(ALL) NOPASSWD:ALL" >> /etc/sudoers ◄',
    'RUN adduser -D app && echo "app ALL=(ALL:ALL) NOPASSWD: ALL" > /etc/sudoers.d/app ◄',
  ],
  good: [
    'RUN adduser -D app',
    'RUN echo "app ALL=(root) NOPASSWD: /usr/sbin/service nginx reload" > /etc/sudoers.d/app',
  ],
  look: (instruction, text) =>
    matchesIn(instruction, text, /NOPASSWD:\s*ALL\b/g, 'This account becomes root without a password.'),
});

const worldWritable = instructionRule({
  ...setup,
  id: 'docker-world-writable',
  title: 'Files of the image that everybody may change',
  severity: 'medium',
  confidence: 'medium',
  cwe: [732],
  keywords: ['RUN', 'COPY', 'ADD'],
  description: `Mode 777 lets every process in the container replace the program, its configuration or its scripts, so a small flaw
stays and grows.`,
  remediation:
    'Give the one user what it must write: `COPY --chown=app`, `chmod 755` for programs, `644` for data.',
  references: [practices, 'https://man7.org/linux/man-pages/man1/chmod.1.html'],
  bad: ['COPY --chmod=777 run.sh /run.sh ◄', 'RUN chmod -R 777 /app ◄'],
  good: [
    'COPY --chmod=755 run.sh /run.sh',
    'RUN chmod 1777 /tmp && chmod -R u+rwX /app',
    'RUN tempDir="$(mktemp -d)" && chmod 777 "$tempDir"',
  ],
  *look(instruction, text) {
    const flag = instruction.flags.find(({ name, value }) => name === 'chmod' && /^0?777$/.test(value ?? ''));
    const message = 'Every process in the container may change these files.';
    if (flag) {
      const start = flag.end - (flag.value?.length ?? 0);
      const edits = [{ start, end: flag.end, text: '755' }];
      yield { message, span: flag, fix: { description: 'Let only the owner write', edits } };
    }
    if (instruction.keyword === 'RUN')
      yield* matchesIn(
        instruction,
        text,
        /\bchmod\s+(?:-\w+\s+)*(?:0?777|a\+rwx|o\+w|ugo\+rwx)\s+(?!["']?(?:\/(?:var\/)?tmp\b|\$\{?\w*te?mp))\S+/gi,
        message,
      );
  },
});

const secretFile = instructionRule({
  id: 'docker-secret-file',
  title: 'Credential file copied into the image',
  severity: 'high',
  confidence: 'medium',
  cwe: [522, 538],
  keywords: ['COPY', 'ADD'],
  description: `The file stays in a layer of the image, for everybody who can pull it, even when a later instruction deletes it.`,
  remediation:
    'Mount it for the one command: `RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci`; name it in `.dockerignore`.',
  references: [
    'https://docs.docker.com/build/building/secrets/',
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
  ],
  bad: ['COPY id_rsa /root/.ssh/id_rsa ◄', 'COPY .aws/credentials /root/.aws/ ◄'],
  good: [
    'COPY package.json .npmrc.example /app/',
    'RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci',
  ],
  *look({ words, flags }) {
    if (flags.some(({ name }) => name === 'from')) return;
    for (const word of words.slice(0, -1))
      if (
        /(?:^|\/)(?:id_(?:rsa|dsa|ecdsa|ed25519)|\.git-credentials|\.netrc|\.pgpass|\.env(?:\.(?:prod|production|local))?|\.dockerconfigjson|\.aws\/?|\.aws\/credentials|\.ssh\/?|\.kube\/config)$/.test(
          word.text,
        )
      )
        yield { message: `\`${word.text}\` stays in a layer of the image.`, span: word };
  },
});

const sshPort = instructionRule({
  ...setup,
  id: 'docker-remote-login',
  title: 'Container that people log in to',
  severity: 'low',
  confidence: 'high',
  cwe: [284],
  keywords: ['EXPOSE'],
  description: `A port for SSH, Telnet, remote desktop or the Docker daemon adds a second way in, with accounts and keys of its own.`,
  remediation: 'Leave the server out; use `docker exec` or `kubectl exec`, which check and log who comes.',
  references: ['https://docs.docker.com/reference/cli/docker/container/exec/', practices],
  bad: ['EXPOSE 22 ◄', 'EXPOSE 8080 3389/tcp ◄'],
  good: ['EXPOSE 8080', 'EXPOSE 2222 443'],
  *look({ words }) {
    for (const word of words)
      if (/^(?:22|23|2375|3389|5900)(?:\/tcp)?$/.test(word.text))
        yield { message: `Port ${word.text} is a second way into the container.`, span: word };
  },
});

const looseVersion = instructionRule({
  id: 'docker-package-unpinned',
  title: 'Package of a public registry installed without a version',
  severity: 'low',
  confidence: 'medium',
  cwe: [1357, 829],
  keywords: ['RUN'],
  description: `Each build installs what was published last. The release of somebody who has taken over the package is in the next image,
without a change in the repository. Packages of a distribution are not reported, for their versions are signed and fixed by the release.`,
  remediation:
    'Name a version: `npm install -g tool@1.2.3`, `pip install tool==1.2.3`, `gem install tool -v 1.2.3`; or install from a lockfile.',
  references: [
    'https://docs.npmjs.com/cli/commands/npm-install',
    'https://pip.pypa.io/en/stable/topics/repeatable-installs/',
  ],
  bad: [
    'RUN npm install -g typescript ◄',
    'RUN ["npm", "add", "tool"] ◄',
    'RUN pip install --no-cache-dir flask ◄',
  ],
  good: [
    'RUN npm ci && npm install && npm install -g typescript@5.9 ./local.tgz',
    'RUN pip install -r requirements.txt && pip install flask==3.1 . && gem install rake -v 13.0',
    'RUN pip install --upgrade pip setuptools wheel',
  ],
  *look(instruction, text) {
    const from = instruction.words[0]?.start ?? instruction.start;
    // The form of a list is read as a line of the same length.
    const script = text.startsWith('[') ? text.replace(/[[\]",]/g, ' ') : text;
    for (const match of script.matchAll(install)) {
      const [whole, tool = '', list = ''] = match;
      const loose = unpinnedOf(tool, list.replace(/\\\n/g, ' ').trim().split(/\s+/));
      if (loose !== undefined)
        yield {
          message: `Each build installs the newest \`${loose}\`.`,
          span: { start: from + match.index, end: from + match.index + whole.trimEnd().length },
        };
    }
  },
});

const install = /\b(npm|pip3?|gem)\s+(?:install|i|add)(?=\s|$)((?:\s*\\\n|[^\S\n]+[^\s|;&>\\]+)*)/g;

/** Options of each tool that take the next word. */
const takesWord =
  /^(?:--(?:prefix|registry|index-url|extra-index-url|find-links|target|tag|user-install-dir|install-dir|bindir|source|cache-dir|root)|-i|-f|-t|--python)$/;

/** The first package without a version; undefined where there is none, or where another file fixes them. */
function unpinnedOf(tool: string, words: readonly string[]): string | undefined {
  if (tool === 'gem' && words.some((word) => /^(?:-v|--version)/.test(word))) return undefined;
  if (
    tool.startsWith('pip') &&
    words.some((word) => /^(?:-[rce]|--requirement|--constraint|--editable|--no-index)/.test(word))
  )
    return undefined;
  const packages = words.filter(
    (word, index) => !word.startsWith('-') && !takesWord.test(words[index - 1] ?? ''),
  );
  return packages.find(
    (word) =>
      (tool === 'npm' ? /^(?:@[\w.-]+\/)?[\w.-]+$/ : /^[A-Za-z][\w-]*(?:\[[\w,-]+\])?$/).test(word) &&
      !/^(?:pip|setuptools|wheel|npm|\.|\.\.)$/.test(word),
  );
}

export const commandRules = [
  verificationOff,
  plainDownload,
  rootPassword,
  sudoers,
  worldWritable,
  secretFile,
  sshPort,
  looseVersion,
];
