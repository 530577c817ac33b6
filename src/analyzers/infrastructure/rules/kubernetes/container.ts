import type { Severity } from '../../../../model/severity.js';
import { follow, textOf, type Estate, type Item, type ItemResource } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import type { Hit } from '../../rule.js';
import { weaknesses, type SettingRule } from '../resources/setting.js';
import type { Test } from '../resources/tests.js';

/** Where objects that run pods keep their description of the pod. */
export const podPaths: Readonly<Record<string, string>> = {
  Pod: 'spec',
  Deployment: 'spec.template.spec',
  DaemonSet: 'spec.template.spec',
  StatefulSet: 'spec.template.spec',
  ReplicaSet: 'spec.template.spec',
  ReplicationController: 'spec.template.spec',
  Job: 'spec.template.spec',
  CronJob: 'spec.jobTemplate.spec.template.spec',
  Service: 'spec.template.spec',
  Configuration: 'spec.template.spec',
  Revision: 'spec',
};

const workloads = Object.keys(podPaths);

/** What runs: a pod, with its containers. */
export interface Pod {
  readonly spec: Item;
  readonly containers: readonly Item[];
}

function podsOf(resource: ItemResource): Pod[] {
  return follow(resource.settings, podPaths[resource.type] ?? '').flatMap(({ item }) => {
    if (!item?.get('containers')) return [];
    const containers = ['initContainers', 'containers'].flatMap((list) => item.get(list)?.items ?? []);
    return [{ spec: item, containers }];
  });
}

export interface PodCheck {
  /** In the pod or in each container. */
  readonly of: 'pod' | 'container';
  readonly at: string;
  readonly bad: Test;
  readonly says: string;
  readonly severity?: Severity;
  /** A setting of the pod that stands for its containers: asked only where the container has none. */
  readonly inherits?: string;
  readonly when?: Test;
  readonly fix?: string;
  /** Where the container says nothing of all that, an object of the cluster may: low confidence then, so withheld unless asked for. */
  readonly mayBeSeenTo?: true;
}

export type PodRule = Omit<SettingRule, 'checks'> & {
  readonly checks: readonly PodCheck[];
  readonly unless?: (resource: ItemResource, pod: Pod, estate: Estate) => boolean;
};

/** A rule about pods, whatever object runs them. */
export function podRule({ weakness, checks, bad, good, unless, ...metadata }: PodRule): ResourceRule {
  return {
    ...weaknesses[weakness],
    confidence: 'high',
    asvs: [],
    ...metadata,
    languages: ['kubernetes'],
    examples: { bad, good },
    resources: workloads,
    *check(resource, estate) {
      for (const pod of podsOf(resource)) {
        if (unless?.(resource, pod, estate)) continue;
        for (const check of checks)
          for (const part of check.of === 'pod' ? [pod.spec] : pod.containers)
            yield* judge(check, part, pod, resource);
      }
    },
  };
}

function* judge(check: PodCheck, part: Item, pod: Pod, resource: ItemResource): Iterable<Hit> {
  if (!part.known || (check.when && !check.when(part))) return;
  const name = (check.of === 'container' ? textOf(part.get('name')) : undefined) ?? resource.name;
  for (const own of follow(part, check.at)) {
    const found =
      own.item === undefined && check.inherits !== undefined ? follow(pod.spec, check.inherits) : [own];
    for (const { item } of found) {
      if (!check.bad(item)) continue;
      const span = (item ?? own.near).span;
      yield {
        message: check.says.replace('{}', `\`${name}\``),
        span,
        scope: `${resource.address} ${check.of === 'container' ? name : ''}`.trim(),
        anchor: `${check.at} ${textOf(item) ?? ''}`,
        ...(check.severity && { severity: check.severity }),
        ...(check.mayBeSeenTo && isUnsaid(part, check.at) && { confidence: 'low' as const }),
        ...(check.fix !== undefined &&
          item?.isLiteral && {
            fix: { description: `Write \`${check.fix}\``, edits: [{ ...span, text: check.fix }] },
          }),
      };
    }
  }
}

/** The first name of the path is left out, or has nothing in it. */
function isUnsaid(part: Item, path: string): boolean {
  const outer = part.get(path.split('.')[0] ?? '');
  return outer === undefined || outer.names?.()?.length === 0;
}
