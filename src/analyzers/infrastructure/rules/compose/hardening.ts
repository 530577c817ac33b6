import { portsOf } from '../../formats/compose.js';
import { at, entryOf, itemsOf, textOf, type YamlNode } from '../../formats/yaml-syntax.js';
import { serviceRule } from './service-rule.js';

const services = 'https://docs.docker.com/reference/compose-file/services/';

const rootUser = serviceRule({
  id: 'compose-root-user',
  title: 'Container that is told to run as root',
  severity: 'medium',
  confidence: 'medium',
  cwe: [250],
  description: `The service runs as root whatever user its image has: who takes the process over may change the program and is one loose mount away from the host.`,
  remediation: 'Remove `user`, or name one that owns only what the service writes.',
  references: [`${services}#user`, 'https://docs.docker.com/engine/security/'],
  bad: ['image: app:1.2\nuser: root ◄', 'image: app:1.2\nuser: "0:0" ◄'],
  good: ['image: app:1.2\nuser: "10001"', 'image: app:1.2\nuser: ${UID}'],
  *look({ node }) {
    const user = entryOf(node, 'user');
    if (user && /^(?:root|0)(?::.*)?$/.test(textOf(user.value) ?? ''))
      yield { message: 'The service runs as root.', span: { start: user.key.start, end: user.value.end } };
  },
});

const device = serviceRule({
  id: 'compose-host-device',
  title: 'Disk or memory of the host in a container',
  severity: 'high',
  confidence: 'high',
  cwe: [250, 668],
  description: `The container reads and writes the disk, the memory or the kernel log of the machine past every mount and permission (CIS Docker Benchmark 1.6, 5.18).`,
  remediation:
    'Mount the one directory that is needed, or hand over the one device that the program is made for.',
  references: [`${services}#devices`],
  bad: [
    'image: app:1.2\ndevices:\n  - /dev/sda:/dev/xvda ◄',
    'image: app:1.2\ndevices:\n  - "/dev/mem:/dev/mem:rw" ◄',
  ],
  good: [
    'image: app:1.2\ndevices:\n  - /dev/ttyUSB0:/dev/ttyUSB0',
    'image: app:1.2\ndevices:\n  - /dev/dri:/dev/dri',
  ],
  *look({ node }) {
    for (const item of itemsOf(at(node, 'devices'))) {
      const source = (textOf(item) ?? textOf(at(item, 'source')) ?? '').split(':')[0] ?? '';
      if (
        /^\/dev\/(?:[hsv]d[a-z]\d*|xvd[a-z]\d*|nvme\d.*|dm-\d+|mapper\/.*|mem|kmem|port|kmsg)$/.test(source)
      )
        yield { message: `\`${source}\` of the host is open to the container.`, span: item, anchor: source };
    }
  },
});

const floating = serviceRule({
  id: 'compose-image-floating',
  title: 'Service from an image without a version',
  severity: 'low',
  confidence: 'high',
  cwe: [1357],
  description: `\`latest\`, or no tag at all, is whatever was published last: a takeover of the image runs with the next start, and nobody sees it in a review. Images that the file builds are not reported.`,
  remediation: 'Name a version, better with the digest: `nginx:1.29@sha256:…`.',
  references: [
    `${services}#image`,
    'https://docs.docker.com/build/building/best-practices/#pin-base-image-versions',
  ],
  bad: ['image: nginx:latest ◄', 'image: registry.example:5000/shop/api ◄'],
  good: ['image: nginx:1.29', 'build: .\nimage: shop', 'image: shop/api:${TAG}'],
  *look({ node }) {
    const image = at(node, 'image');
    const text = textOf(image);
    if (!image || text === undefined || entryOf(node, 'build') || /[@$]/.test(text) || text === '') return;
    const tag = /:([^/:]+)$/.exec(text)?.[1];
    if (tag === undefined || tag === 'latest')
      yield { message: `\`${text}\` is another image with each release.`, span: image };
  },
});

/** The words of a command, from a list or a text. */
function wordsOf(node: YamlNode | undefined): { word: string; node: YamlNode }[] {
  if (!node) return [];
  const text = textOf(node);
  const parts = text === undefined ? itemsOf(node) : [node];
  return parts.flatMap((part) => (textOf(part) ?? '').split(/\s+/).map((word) => ({ word, node: part })));
}

const proxyOpen = serviceRule({
  id: 'compose-control-open',
  title: 'Control of a proxy or daemon without a login',
  severity: 'medium',
  confidence: 'high',
  cwe: [306],
  description: `The flag opens the pages or the interface by which the program is controlled to everybody who reaches its port, without TLS and without a login.`,
  remediation:
    'Remove the flag; put the pages behind a route with a login, and the daemon behind TLS with certificates of clients.',
  references: [
    'https://doc.traefik.io/traefik/reference/install-configuration/api-dashboard/',
    'https://docs.docker.com/engine/security/protect-access/',
  ],
  bad: [
    'image: traefik:v3.5\ncommand:\n  - --api.insecure=true ◄',
    'image: docker:28-dind\ncommand: dockerd -H tcp://0.0.0.0:2375 ◄',
  ],
  good: [
    'image: traefik:v3.5\ncommand:\n  - --api.dashboard=true',
    'image: docker:28-dind\ncommand: dockerd -H tcp://127.0.0.1:2375',
  ],
  *look({ node }) {
    for (const key of ['command', 'entrypoint'])
      for (const { word, node: part } of wordsOf(at(node, key)))
        if (
          /^--api\.insecure(?:=true)?$/i.test(word) ||
          /^(?:--?H(?:ost)?=?)?tcp:\/\/(?:0\.0\.0\.0|\[?::\]?)?:2375$/i.test(word)
        )
          yield {
            message: `\`${word}\` gives control to everybody who reaches the port.`,
            span: part,
            anchor: word,
          };
  },
});

/** Programs that people reach by SSH on purpose: hosts of repositories and files. */
const isLoginService =
  /(?:^|[/_-])(?:gitea|forgejo|gogs|gitlab(?:-[ce]e)?|soft-serve|sftp|sftpgo|bastion)(?:[:@_-]|$)/;

const loginPort = serviceRule({
  id: 'compose-remote-login',
  title: 'Port for logins published on all addresses of the host',
  severity: 'low',
  confidence: 'medium',
  cwe: [284],
  description: `SSH, Telnet, remote desktop or VNC of a container is a second way in, with accounts and passwords of its own that nobody looks after.`,
  remediation: 'Use `docker compose exec`, or publish the port on the loopback alone.',
  references: ['https://docs.docker.com/engine/network/port-publishing/', `${services}#ports`],
  bad: [
    'image: app:1.2\nports:\n  - "2222:22" ◄',
    'image: app:1.2\nports:\n  - target: 5900 ◄\n    published: 5900',
  ],
  good: ['image: app:1.2\nports:\n  - "127.0.0.1:2222:22"', 'image: app:1.2\nports:\n  - "443:8443"'],
  *look(service) {
    if (isLoginService.test(textOf(at(service.node, 'image')) ?? '')) return;
    for (const { target, open, span } of portsOf(service))
      if (open && [22, 23, 3389, 5900].includes(target ?? 0))
        yield { message: 'People log in to the container from every address.', span };
  },
});

export const hardeningRules = [rootUser, device, floating, proxyOpen, loginPort];
