/** What a check run is about, read off its external id: GitHub names no pull requests for those from forks. */
export type Subject =
  { readonly pull: number } | { readonly group: { readonly baseSha: string; readonly pull?: number } };

export function externalIdOf(subject: Subject): string {
  if ('pull' in subject) return `pull-${subject.pull}`;
  const { baseSha, pull } = subject.group;
  return `merge-group-${baseSha}${pull === undefined ? '' : `-pull-${pull}`}`;
}

export function parseExternalId(id: string | null): Subject | undefined {
  const match = /^(?:merge-group-([0-9a-f]{40,64}))?(?:(?:^|-)pull-(\d{1,15}))?$/.exec(id ?? '');
  const [, baseSha, number] = match ?? [];
  const pull = number === undefined ? undefined : Number(number);
  if (baseSha !== undefined) return { group: { baseSha, ...(pull !== undefined && { pull }) } };
  return pull === undefined ? undefined : { pull };
}
