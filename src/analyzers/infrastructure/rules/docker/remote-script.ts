import { type DockerRule, nameOf } from '../../formats/docker.js';

export const dockerRemoteScript: DockerRule = {
  id: 'docker-remote-script',
  title: 'Downloaded script run while the image is built',
  severity: 'medium',
  confidence: 'high',
  cwe: [494],
  asvs: [],
  languages: ['docker'],
  description: `The build pipes what a server answers straight into a shell. Whoever controls that server, its DNS, or a
connection without TLS runs commands in the build and decides what is in the image; and no two builds need to be the same.`,
  remediation: `Download a fixed version to a file, check its SHA-256, then run it; or install from a package repository that signs.`,
  references: [
    'https://docs.docker.com/build/building/best-practices/',
    'https://slsa.dev/spec/v1.0/threats',
  ],
  examples: {
    bad: [
      {
        path: 'Dockerfile',
        text: `FROM debian:12
RUN curl -fsSL https://get.tool.example/install.sh | bash ◄
USER 1000
`,
      },
      {
        path: 'Dockerfile',
        text: `FROM alpine:3.22
RUN apk add --no-cache wget && \\
    wget -qO- http://downloads.example/setup | sudo -E sh - ◄
USER 1000
`,
      },
    ],
    good: [
      {
        path: 'Dockerfile',
        text: `FROM debian:12
RUN curl -fsSLo /tmp/install.sh https://get.tool.example/v1.2.3/install.sh \\
 && echo "\${TOOL_SHA256}  /tmp/install.sh" | sha256sum -c - \\
 && bash /tmp/install.sh
USER 1000
`,
      },
      {
        path: 'Dockerfile',
        text: `FROM debian:12
RUN curl -fsSL https://get.tool.example/data.json | jq .version > /version
USER 1000
`,
      },
    ],
  },
  *check({ text, stages }) {
    for (const stage of stages)
      for (const run of stage.instructions.filter(({ keyword }) => keyword === 'RUN')) {
        const [first] = run.words;
        const last = run.words.at(-1);
        if (!first || !last) continue;
        for (const [start, command] of commandsOf(text.slice(first.start, last.end)))
          if (pipesToShell(command))
            yield {
              message: 'The build runs a script as it comes from the network.',
              span: { start: first.start + start, end: first.start + start + command.length },
              scope: nameOf(stage),
            };
      }
  },
};

/** The commands of a line, by `&&`, `;` and line; a pipe stays within its command. */
function* commandsOf(script: string): Iterable<readonly [start: number, command: string]> {
  let start = 0;
  for (const part of script.split(/(&&|;|\n)/)) {
    const blanks = part.length - part.trimStart().length;
    const command = part.trim().replace(/\\$/, '').trimEnd();
    if (command !== '') yield [start + blanks, command];
    start += part.length;
  }
}

function pipesToShell(command: string): boolean {
  const [download, ...rest] = command.split('|');
  if (!/(?:^|\s)(?:curl|wget)\s/.test(download ?? '') || !/https?:|\$/.test(download ?? '')) return false;
  return rest.some((part) => /^\s*(?:sudo\s+(?:-\S+\s+)*)?(?:\S*\/)?(?:ba|z|da|k)?sh(?:\s|$)/.test(part));
}
