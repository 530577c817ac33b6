import { nameOf, type DockerRule } from '../../formats/docker.js';

export const dockerRemoteAdd: DockerRule = {
  id: 'docker-remote-add',
  title: 'File added from the network without a checksum',
  severity: 'low',
  confidence: 'high',
  cwe: [494],
  asvs: [],
  languages: ['docker'],
  description: `\`ADD\` puts into the image whatever the server answers on that day. Without a checksum nobody notices when it
becomes something else. Over plain HTTP whoever stands between decides, and it is rated higher.`,
  remediation: `Give the checksum: \`ADD --checksum=sha256:… URL DEST\`.`,
  references: ['https://docs.docker.com/reference/dockerfile/#add---checksum'],
  examples: {
    bad: [
      {
        path: 'Dockerfile',
        text: 'FROM debian:12\nADD https://downloads.example/agent.tar.gz /opt/ ◄\nUSER 1000\n',
      },
      {
        path: 'Dockerfile',
        text: 'FROM debian:12\nADD --chown=1000:1000 http://downloads.example/ca.pem /etc/ssl/ ◄\nUSER 1000\n',
      },
    ],
    good: [
      {
        path: 'Dockerfile',
        text: `FROM debian:12
ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://downloads.example/agent.tar.gz /opt/
USER 1000
`,
      },
      { path: 'Dockerfile', text: 'FROM debian:12\nADD agent.tar.gz /opt/\nUSER 1000\n' },
    ],
  },
  *check({ stages }) {
    for (const stage of stages)
      for (const add of stage.instructions.filter(({ keyword }) => keyword === 'ADD')) {
        const source = add.words.slice(0, -1).find((word) => /^https?:\/\//i.test(word.text));
        if (source && !add.flags.some((flag) => flag.name === 'checksum'))
          yield {
            message: 'The file comes from the network, and nothing checks that it is the one that was meant.',
            ...(/^http:/i.test(source.text) && { severity: 'medium' as const }),
            span: source,
            scope: nameOf(stage),
          };
      }
  },
};
