import type { Span } from '../../formats/span.js';
import type { Resource } from '../../formats/terraform-module.js';
import type { Value } from '../../formats/terraform-value.js';
import { allTraffic, type Exposure } from './exposure.js';

/** What lets traffic into a security group. */
export interface Ingress {
  get(name: string): Value | undefined;
  /** Where it begins, if it is a part of a resource. */
  readonly header: Span | undefined;
}

export const ingressTypes = [
  'aws_security_group',
  'aws_default_security_group',
  'aws_security_group_rule',
  'aws_vpc_security_group_ingress_rule',
];

/** Blocks, the older form as a list of objects, or the resource itself. */
export function ingressesOf(resource: Resource): Ingress[] {
  const own: Ingress = { get: (name) => resource.get(name), header: undefined };
  if (resource.type === 'aws_vpc_security_group_ingress_rule') return [own];
  if (resource.type === 'aws_security_group_rule')
    return resource.get('type')?.text === 'ingress' ? [own] : [];
  const listed = resource.get('ingress')?.items?.flatMap((item) => item.entries ?? []) ?? [];
  return [
    ...resource.sections('ingress'),
    ...listed.map((entries): Ingress => ({ get: (name) => entries.get(name), header: undefined })),
  ];
}

export function sourcesOf(ingress: Ingress): (Value | undefined)[] {
  return ['cidr_blocks', 'ipv6_cidr_blocks', 'cidr_ipv4', 'cidr_ipv6'].map((name) => ingress.get(name));
}

/** What an ingress opens, as a judge of ports sees it; undefined where that is not known. */
export function exposureOf(
  ingress: Ingress,
  judge: (from: number, to: number, protocol: string) => Exposure | undefined,
): Exposure | undefined {
  if (isAllTraffic(ingress)) return allTraffic;
  const protocol = protocolOf(ingress);
  const from = ingress.get('from_port')?.number;
  const to = ingress.get('to_port')?.number ?? from;
  const known = from !== undefined && to !== undefined && from >= 0;
  return known && !protocol.startsWith('icmp') ? judge(from, to, protocol) : undefined;
}

/** With every protocol AWS takes no ports, whatever is written. */
export function isAllTraffic(ingress: Ingress): boolean {
  return ['-1', 'all'].includes(protocolOf(ingress));
}

/** From where the block begins to the source that is too wide. */
export function spanOf(ingress: Ingress, source: Value): Span {
  const start = ingress.header?.start ?? source.span.start;
  return start < source.span.start ? { start, end: source.span.end } : source.span;
}

export function anchorOf(ingress: Ingress, source: Value): string {
  const from = ingress.get('from_port')?.number;
  const to = ingress.get('to_port')?.number ?? from;
  return `${protocolOf(ingress)} ${from ?? ''}-${to ?? ''} ${source.text ?? ''}`;
}

function protocolOf(ingress: Ingress): string {
  return (ingress.get('protocol') ?? ingress.get('ip_protocol'))?.text?.toLowerCase() ?? '';
}
