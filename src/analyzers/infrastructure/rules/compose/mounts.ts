import { mountsOf } from '../../formats/compose.js';
import { serviceRule } from './service-rule.js';

const volumes = 'https://docs.docker.com/reference/compose-file/services/#volumes';

const socket = serviceRule({
  id: 'compose-docker-socket',
  title: 'Socket of the container daemon in a container',
  severity: 'high',
  confidence: 'high',
  cwe: [250, 668],
  description: `Whoever may talk to the daemon can start a privileged container with the disk of the host in it, so this mount is
the same as root on the machine. \`ro\` does not help: it protects the file, not what is said through it.`,
  remediation:
    'Put a proxy in between that lets only the needed calls through, or use an image that needs no daemon.',
  references: ['https://docs.docker.com/engine/security/#docker-daemon-attack-surface', volumes],
  bad: [
    'image: app:1.2\nvolumes:\n  - /var/run/docker.sock:/var/run/docker.sock ◄',
    'image: app:1.2\nvolumes:\n  - type: bind ◄\n    source: /run/containerd/containerd.sock\n    target: /run/containerd.sock',
  ],
  good: [
    'image: app:1.2\nvolumes:\n  - ./data:/data',
    'image: app:1.2\nenvironment:\n  DOCKER_HOST: tcp://socket-proxy:2375',
  ],
  *look(service) {
    for (const { source, span } of mountsOf(service))
      if (/(?:^|\/)(?:docker|containerd|podman|crio)\.sock$/.test(source))
        yield { message: 'Control of the container daemon is control of the host.', span, anchor: source };
  },
});

const directory = serviceRule({
  id: 'compose-host-directory',
  title: 'Directory of the system in a container',
  severity: 'high',
  confidence: 'high',
  cwe: [668, 250],
  description: `The container can write where the host keeps its programs, accounts, devices or kernel settings, so a flaw in it
changes the host (CIS Docker Benchmark 1.6, 5.5). Mounted for reading alone, it still shows what other users own.`,
  remediation: 'Mount only the directory that the program needs, with `:ro` where it only reads.',
  references: [volumes, 'https://docs.docker.com/engine/storage/bind-mounts/'],
  bad: [
    'image: app:1.2\nvolumes:\n  - /:/host ◄\n  - ./data:/data',
    'image: app:1.2\nvolumes:\n  - type: bind ◄\n    source: /etc\n    target: /host/etc',
  ],
  good: [
    'image: app:1.2\nvolumes:\n  - /etc/localtime:/etc/localtime:ro\n  - /srv/data:/data',
    'image: app:1.2\nvolumes:\n  - data:/var/lib/data',
  ],
  *look(service) {
    for (const { source, readOnly, span } of mountsOf(service))
      if (
        /^\/(?:(?:etc|root|boot|dev|proc|sys|usr|bin|sbin|lib|lib64|home|var|var\/run|run|var\/lib|var\/lib\/docker)\/?)?$/.test(
          source,
        )
      )
        yield {
          message: `\`${source}\` of the host is ${readOnly ? 'readable' : 'writable'} in the container.`,
          severity: readOnly ? 'low' : 'high',
          span,
          anchor: source,
        };
  },
});

const propagation = serviceRule({
  id: 'compose-shared-mount',
  title: 'Mount that spreads from the container to the host',
  severity: 'medium',
  confidence: 'high',
  cwe: [668],
  description: `With shared or slave propagation, mounts pass between the container and the host: what is mounted on one side
later appears on the other.`,
  remediation: 'Leave propagation at its default, `rprivate`.',
  references: ['https://docs.docker.com/engine/storage/bind-mounts/#configure-bind-propagation', volumes],
  bad: [
    'image: app:1.2\nvolumes:\n  - /srv/data:/data:rshared ◄',
    'image: app:1.2\nvolumes:\n  - type: bind ◄\n    source: /srv\n    target: /srv\n    bind:\n      propagation: shared',
  ],
  good: [
    'image: app:1.2\nvolumes:\n  - /srv/data:/data:rprivate',
    'image: app:1.2\nvolumes:\n  - /srv/data:/data:ro',
  ],
  *look(service) {
    for (const { source, options, span } of mountsOf(service))
      if (/(?:^|,)r?(?:shared|slave)(?:,|$)/.test(options))
        yield { message: `Mounts under \`${source}\` pass between the container and the host.`, span };
  },
});

export const mountRules = [socket, directory, propagation];
