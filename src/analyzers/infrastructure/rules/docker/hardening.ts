import { instructionRule, matchesIn } from './stage-rule.js';

const practices = 'https://docs.docker.com/build/building/best-practices/';

const sudo = instructionRule({
  id: 'docker-sudo',
  title: 'Command of the build that runs by sudo',
  severity: 'low',
  confidence: 'medium',
  cwe: [250],
  keywords: ['RUN', 'CMD', 'ENTRYPOINT'],
  description: `Where the user of the image is root already, \`sudo\` does nothing. Where it is not, it must become root without a password, and so does whoever takes a process of the image over.
A script that is piped from the network has a rule of its own.`,
  remediation: 'Do what needs root before the `USER` instruction, and leave `sudo` out of the image.',
  references: [`${practices}#user`],
  bad: ['RUN sudo apt-get update ◄', 'CMD ["sudo", "/app/start"] ◄'],
  good: ['RUN apt-get install -y sudo', 'RUN echo "no sudo here" && gosu app /bin/true'],
  *look(instruction, text) {
    const command = /(?:^|&&|\|\||[;|]|\bthen\s|\bdo\s)\s*(?:\\\n\s*)*sudo\s+(?!-l\b|-k\b)|^\[\s*"sudo"/g;
    const [first] = matchesIn(instruction, text, command, 'The command becomes root by `sudo`.');
    if (first) yield { ...first, anchor: 'sudo' };
  },
});

const setuid = instructionRule({
  id: 'docker-setuid',
  title: 'Program of the image that gives its caller other rights',
  severity: 'medium',
  confidence: 'high',
  cwe: [250, 732],
  keywords: ['RUN', 'COPY', 'ADD'],
  description: `A program with the setuid bit runs with the rights of its owner, mostly root: whoever takes the process of the container over calls it and is root.`,
  remediation:
    'Leave the bit away; give the process the one capability that it needs, or do the work while the image is built.',
  references: [practices, 'https://man7.org/linux/man-pages/man1/chmod.1.html'],
  bad: ['RUN chmod u+s /usr/local/bin/tool ◄', 'COPY --chmod=4755 tool /usr/local/bin/tool ◄'],
  good: ['RUN chmod u-s /bin/su && chmod 0755 /app/tool', 'COPY --chmod=0755 tool /usr/local/bin/tool'],
  *look(instruction, text) {
    const message = 'Whoever calls this program gets the rights of its owner.';
    const flag = instruction.flags.find(
      ({ name, value }) => name === 'chmod' && /^[4-7]\d{3}$/.test(value ?? ''),
    );
    if (flag) yield { message, span: flag };
    if (instruction.keyword === 'RUN')
      yield* matchesIn(
        instruction,
        text,
        /\bchmod\s+(?:-\w+\s+)*(?:0?[46]\d{3}|[ug]{0,2}\+[rwx]*s)\s+\S+/g,
        message,
      );
  },
});

const insecureBuild = instructionRule({
  id: 'docker-build-unconfined',
  title: 'Command of the build that is not held in',
  severity: 'high',
  confidence: 'high',
  cwe: [250, 653],
  keywords: ['RUN'],
  description: `With \`--security=insecure\` the command runs with every right on the machine that builds; with \`--network=host\` it reaches what listens there. What a dependency does while it is installed, it does with these rights.`,
  remediation: 'Remove the flag; split what needs it into a step of its own outside of the image.',
  references: ['https://docs.docker.com/reference/dockerfile/#run---security'],
  bad: ['RUN --security=insecure ./configure ◄', 'RUN --network=host npm ci ◄'],
  good: ['RUN --network=none ./configure', 'RUN --security=sandbox npm ci'],
  *look({ flags }) {
    for (const flag of flags) {
      if (flag.name === 'security' && flag.value === 'insecure')
        yield { message: 'The command has every right on the machine that builds.', span: flag };
      if (flag.name === 'network' && flag.value === 'host')
        yield {
          message: 'The command reaches what listens on the machine that builds.',
          span: flag,
          severity: 'medium',
        };
    }
  },
});

const rootAccount = instructionRule({
  id: 'docker-root-account',
  title: 'Account of the image with the rights of root',
  severity: 'medium',
  confidence: 'high',
  cwe: [250],
  keywords: ['RUN'],
  description: `A second account with the number 0 is root under another name, and one in the groups \`sudo\` or \`wheel\` becomes it: \`USER\` then protects nothing.`,
  remediation: 'Give the account a number of its own, such as 10001, and no group of administrators.',
  references: [`${practices}#user`],
  bad: ['RUN useradd -o -u 0 app ◄', 'RUN usermod -aG sudo app ◄'],
  good: ['RUN useradd -u 10001 app', 'RUN usermod -aG docker,video app'],
  look: (instruction, text) =>
    matchesIn(
      instruction,
      text,
      /\b(?:useradd|adduser|usermod)\s[^|;&\n]{0,200}?(?:(?:-u|--uid)[\s=]+0(?=\s)|(?:-a?G|--groups|--ingroup)[\s=]+(?:\w+,)*(?:sudo|wheel)\b)|\b(?:adduser|addgroup|gpasswd\s+-a)\s+[\w$-]+\s+(?:sudo|wheel)\b/g,
      'This account is root, or becomes it.',
    ),
});

const environmentOff = instructionRule({
  id: 'docker-verification-off-environment',
  title: 'Image whose programs do not check certificates',
  severity: 'medium',
  confidence: 'high',
  cwe: [295],
  keywords: ['ENV'],
  description: `The variable turns the check of certificates off for every program that heeds it, in the build and in each container: whoever stands between reads and changes what they fetch and send.`,
  remediation:
    'Remove the variable, and add the certificate that is missing, by `NODE_EXTRA_CA_CERTS` or `update-ca-certificates`.',
  references: ['https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue', practices],
  bad: ['ENV NODE_TLS_REJECT_UNAUTHORIZED=0 ◄', 'ENV GIT_SSL_NO_VERIFY true ◄'],
  good: ['ENV NODE_TLS_REJECT_UNAUTHORIZED=1', 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/own.pem'],
  look: (instruction, text) =>
    matchesIn(
      instruction,
      text,
      /\b(?:(?:NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY)[=\s]+["']?0["']?(?=\s|$)|(?:GIT_SSL_NO_VERIFY|GOINSECURE|NPM_CONFIG_STRICT_SSL(?=[=\s]+["']?false))[=\s]+["']?(?!0\b|off\b|""|'')[\w.*/-]+["']?|PIP_TRUSTED_HOST[=\s]+\S+)/gi,
      'Programs of the image do not check certificates.',
    ),
});

const plainSource = instructionRule({
  id: 'docker-plain-packages',
  title: 'Packages fetched without TLS',
  severity: 'medium',
  confidence: 'high',
  cwe: [319, 494],
  keywords: ['RUN', 'ENV'],
  description: `Packages that come over plain HTTP or the protocol of git without a login can be replaced by whoever stands between, and their scripts run in the build.`,
  remediation: 'Use the `https://` address of the registry or repository.',
  references: [
    'https://pip.pypa.io/en/stable/cli/pip_install/#cmdoption-i',
    'https://docs.npmjs.com/cli/using-npm/config#registry',
  ],
  bad: [
    'RUN pip install --index-url http://packages.shop.example/simple tool==1.2 ◄',
    'RUN npm config set registry http://packages.shop.example/ ◄',
    'RUN git clone http://code.shop.example/tool.git ◄',
  ],
  good: [
    'RUN pip install --index-url https://packages.shop.example/simple tool==1.2',
    'RUN npm ci --registry http://localhost:4873',
  ],
  look: (instruction, text) =>
    matchesIn(
      instruction,
      text,
      /(?:(?:--(?:extra-)?index-url|--registry|--source|\s-i|set\s+registry|(?:PIP_INDEX_URL|NPM_CONFIG_REGISTRY))[\s=]+["']?http:\/\/|\bgit\s+clone\s[^|;&\n]{0,200}?\b(?:http|git):\/\/)(?!localhost|127\.)[\w-]+\.[^\s"'|;&]{1,200}/gi,
      'Whoever stands between decides what is installed.',
    ),
});

const hostKey = instructionRule({
  id: 'docker-host-key-unchecked',
  title: 'Build that takes any server for the one it logs in to',
  severity: 'medium',
  confidence: 'high',
  cwe: [295],
  keywords: ['RUN', 'ENV'],
  description: `The key of the server is not checked, so that whoever stands between gives the build other code.`,
  remediation: 'Put the key of the server into `known_hosts`, from the page where its owner shows it.',
  references: ['https://man.openbsd.org/ssh_config#StrictHostKeyChecking'],
  bad: [
    'RUN echo "StrictHostKeyChecking no" >> /etc/ssh/ssh_config ◄',
    'ENV GIT_SSH_COMMAND="ssh -o StrictHostKeyChecking=no" ◄',
  ],
  good: [
    'RUN echo "StrictHostKeyChecking accept-new" >> /etc/ssh/ssh_config',
    'COPY known_hosts /root/.ssh/known_hosts',
  ],
  look: (instruction, text) =>
    matchesIn(
      instruction,
      text,
      /\bStrictHostKeyChecking[=\s]+(?:no|off)\b/gi,
      'The build takes any server for the one that is meant.',
    ),
});

export const hardeningRules = [
  sudo,
  setuid,
  insecureBuild,
  rootAccount,
  environmentOff,
  plainSource,
  hostKey,
];
