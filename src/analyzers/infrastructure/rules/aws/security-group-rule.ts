import { numberOf, textOf, type Item, type ItemResource } from '../../formats/item.js';
import { fromNameOf } from '../../formats/span.js';
import { allTraffic, type Exposure } from '../terraform/exposure.js';

/** Whether a network is the whole internet. */
export function isEverywhere(network: string): boolean {
  return /^[0-9a-f.:]+\/0$/i.test(network);
}

/** The network that a rule speaks of, where it is one of those that are wanted. */
export function sourceOf(ingress: Item, isWanted: (text: string) => boolean): Item | undefined {
  return ['CidrIp', 'CidrIpv6'].map((name) => ingress.get(name)).find((item) => isWanted(textOf(item) ?? ''));
}

/** What a rule opens, by its protocol and ports. */
export function exposureOf(
  ingress: Item,
  judge: (from: number, to: number, protocol: string) => Exposure | undefined,
): Exposure | undefined {
  const protocol = textOf(ingress.get('IpProtocol'));
  if (protocol === '-1') return allTraffic;
  const from = numberOf(ingress.get('FromPort'));
  const to = numberOf(ingress.get('ToPort')) ?? from;
  if (from === undefined || to === undefined || from < 0 || protocol?.startsWith('icmp')) return undefined;
  return judge(from, to, protocol ?? '');
}

/** From where the rule begins, or the first of what decides, to the source. */
export function spanOf(ingress: Item, source: Item, resource: ItemResource): Item['span'] {
  const parts = ['IpProtocol', 'FromPort', 'ToPort'].flatMap((name) => ingress.get(name)?.span ?? []);
  const begin = ingress === resource.settings ? [] : [ingress.span];
  const spans = [...begin, ...parts, source.span];
  const rule = {
    start: Math.min(...spans.map(({ start }) => start)),
    end: Math.max(...spans.map(({ end }) => end)),
  };
  const list = ['SecurityGroupIngress', 'SecurityGroupEgress']
    .flatMap((name) => resource.settings.get(name) ?? [])
    .find(({ items }) => items?.some(({ span }) => span.start === ingress.span.start));
  return list ? fromNameOf(list.span, rule) : rule;
}

/** What makes a rule itself, wherever it stands. */
export function anchorOf(ingress: Item, source: Item): string {
  const text = (name: string): string => textOf(ingress.get(name)) ?? '';
  return `${text('IpProtocol')} ${text('FromPort')}-${text('ToPort')} ${textOf(source) ?? ''}`;
}
