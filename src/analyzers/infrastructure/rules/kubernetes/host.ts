import { follow, textOf, type ItemResource } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { deployment, manifest, pod } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isPresent, isTrue, matches } from '../resources/tests.js';
import { podRule, type Pod } from './container.js';

const standards = 'https://kubernetes.io/docs/concepts/security/pod-security-standards/';
/** The root, what the system and the container runtime keep, and logs, whose links the kubelet follows; no sockets. */
const systemPath =
  /^\/?$|^\/(?:etc|root|boot|dev|proc|sys|lib|lib64|usr|bin|sbin|home|run|var\/run|var\/log|var\/lib\/(?:kubelet|docker|containerd|containers|crio|rancher|cni|etcd)|var(?:\/lib)?\/?$)(?:\/|$)(?!.*\.sock$)/;

/** Agents of the cluster itself read logs and devices of its nodes; the root is more than any of them needs. */
const ofSystem = (resource: ItemResource, pod: Pod): boolean =>
  textOf(resource.settings.get('metadata')?.get('namespace')) === 'kube-system' &&
  !follow(pod.spec, 'volumes.hostPath.path').some(({ item }) => /^\/?$/.test(textOf(item) ?? '-'));

export const kubernetesHostRules: readonly ResourceRule[] = [
  podRule({
    id: 'kubernetes-host-namespace',
    title: 'Pod that sees the processes of its node',
    severity: 'high',
    weakness: 'privilege',
    description: `The pod shares the processes, or their memory, of the machine that it runs on: it sees the environment of other pods, with passwords in it, and may end or change them.`,
    remediation: 'Remove `hostPID` and `hostIPC`; let agents use what the kubelet offers.',
    references: [standards],
    checks: [
      { of: 'pod', at: 'hostPID', bad: isTrue, says: '{} sees all processes of its node.', fix: 'false' },
      {
        of: 'pod',
        at: 'hostIPC',
        bad: isTrue,
        says: '{} shares memory with the processes of its node.',
        fix: 'false',
      },
    ],
    bad: [pod('', 'hostPID: true ◄'), deployment('hostIPC: true ◄')],
    good: [pod('', 'hostPID: false'), deployment('{{- if .Values.host }}\nhostIPC: true\n{{- end }}')],
  }),
  podRule({
    id: 'kubernetes-host-network',
    title: 'Pod in the network of its node',
    severity: 'medium',
    weakness: 'privilege',
    description: `The pod is in the network of the machine that it runs on: it sees its traffic, reaches the kubelet and the metadata of the machine, and no network policy binds it.`,
    remediation: 'Remove `hostNetwork`; reach pods by a service.',
    references: [standards],
    checks: [
      { of: 'pod', at: 'hostNetwork', bad: isTrue, says: '{} is in the network of its node.', fix: 'false' },
    ],
    bad: [pod('', 'hostNetwork: true ◄'), deployment('hostNetwork: true ◄')],
    good: [
      pod('', 'hostNetwork: false'),
      deployment('{{- if .Values.host }}\nhostNetwork: true\n{{- end }}'),
    ],
  }),
  podRule({
    id: 'kubernetes-runtime-socket',
    title: 'Pod that may command the container runtime of its node',
    severity: 'critical',
    weakness: 'exposure',
    cwe: [668, 250],
    description: `The pod mounts the socket of the container runtime: whoever takes it over starts a privileged container and owns the node.`,
    remediation: 'Remove the mount; build images with a tool that needs no socket.',
    references: [standards, 'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath'],
    checks: [
      {
        of: 'pod',
        at: 'volumes.hostPath.path',
        bad: matches(/(?:docker|containerd|crio|cri-dockerd)(?:\/[\w-]+)?\.sock$/),
        says: '{} may command the container runtime of its node.',
      },
    ],
    bad: [
      deployment('volumes:\n  - name: runtime\n    hostPath:\n      path: /var/run/docker.sock ◄'),
      pod('', 'volumes:\n  - name: runtime\n    hostPath:\n      path: /run/containerd/containerd.sock ◄\n'),
    ],
    good: [
      pod('', 'volumes:\n  - name: data\n    emptyDir: {}'),
      deployment('volumes:\n  - name: socket\n    hostPath:\n      path: /run/dbus/system_bus_socket'),
    ],
  }),
  podRule({
    id: 'kubernetes-host-system-path',
    title: 'Directory of the system of the node in a pod',
    severity: 'high',
    weakness: 'exposure',
    cwe: [668, 250],
    description: `The pod mounts a directory of the system. With the root, \`/etc\` or the kubelet's files, whoever takes the pod over takes the node over.`,
    remediation:
      'Use a persistent volume, a `configMap` or `emptyDir`; give agents only the directories that they read.',
    references: [standards, 'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath'],
    unless: ofSystem,
    checks: [
      {
        of: 'pod',
        at: 'volumes.hostPath.path',
        bad: matches(systemPath),
        says: '{} mounts a directory of the system of its node.',
      },
    ],
    bad: [
      pod('', 'volumes:\n  - name: host\n    hostPath:\n      path: / ◄\n'),
      deployment('volumes:\n  - name: host\n    hostPath:\n      path: /etc/kubernetes ◄'),
    ],
    good: [
      pod('', 'volumes:\n  - name: data\n    emptyDir: {}'),
      deployment('volumes:\n  - name: data\n    persistentVolumeClaim:\n      claimName: data'),
    ],
  }),
  podRule({
    id: 'kubernetes-host-path',
    title: 'Directory of the node in a pod',
    severity: 'medium',
    weakness: 'exposure',
    description: `The pod mounts a directory of the machine, so that it leaves traces there and reads what other pods left.`,
    remediation: 'Use a persistent volume, a `configMap` or `emptyDir` instead.',
    references: [standards, 'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath'],
    unless: ofSystem,
    checks: [
      {
        of: 'pod',
        at: 'volumes.hostPath.path',
        bad: (item) => /^\/.*(?<!\.sock)$/.test(textOf(item) ?? '') && !matches(systemPath)(item),
        says: '{} mounts a directory of its node.',
      },
    ],
    bad: [
      pod('', 'volumes:\n  - name: host\n    hostPath:\n      path: /data ◄\n'),
      deployment('volumes:\n  - name: host\n    hostPath:\n      path: /srv/shop ◄'),
    ],
    good: [
      pod('', 'volumes:\n  - name: data\n    emptyDir: {}'),
      deployment('volumes:\n  - name: data\n    persistentVolumeClaim:\n      claimName: data'),
    ],
  }),
  settingRule({
    id: 'kubernetes-volume-of-node',
    title: 'Persistent volume on a directory of the node',
    severity: 'medium',
    weakness: 'exposure',
    description: `Whoever may claim the volume reads and writes a directory of the machine, past what pods are allowed to mount.`,
    remediation: 'Use storage of the cloud or the network, or `local` volumes on disks of their own.',
    references: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/'],
    checks: [
      {
        at: { PersistentVolume: 'spec.hostPath.path' },
        bad: isPresent,
        says: '{} is a directory of a node.',
      },
    ],
    bad: [
      manifest(
        'apiVersion: v1\nkind: PersistentVolume\nmetadata:\n  name: data\nspec:\n  hostPath:\n    path: /data ◄',
      ),
      manifest(
        'apiVersion: v1\nkind: PersistentVolume\nmetadata:\n  name: host\nspec:\n  hostPath:\n    path: / ◄',
      ),
    ],
    good: [
      manifest(
        'apiVersion: v1\nkind: PersistentVolume\nmetadata:\n  name: data\nspec:\n  nfs:\n    path: /data',
      ),
      manifest(
        'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\nspec:\n  accessModes: [ReadWriteOnce]',
      ),
    ],
  }),
];
