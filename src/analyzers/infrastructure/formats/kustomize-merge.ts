import { at, entriesOf, itemsOf, startOf, textOf, type YamlEntry, type YamlNode } from './yaml-syntax.js';

/**
 * Lists of Kubernetes whose items are told apart by one of their settings, which a strategic merge patch goes by; a patch
 * replaces any other list. Where two names stand, the first that the items have is taken.
 * https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 */
const mergeKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  imagePullSecrets: ['name'],
  secrets: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  ports: ['containerPort', 'port'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey'],
};

/** Lays a strategic merge patch over an object; undefined where the patch deletes it. What stays keeps its place. */
export function mergePatch(base: YamlNode, patch: YamlNode): YamlNode | undefined {
  return merge(base, patch, '');
}

function merge(base: YamlNode | undefined, patch: YamlNode, name: string): YamlNode | undefined {
  if (patch.kind === 'map') {
    const directive = textOf(at(patch, '$patch'));
    if (directive === 'delete') return undefined;
    if (directive === 'replace' || base?.kind !== 'map') return withoutDirectives(patch);
    return { ...base, head: startOf(base), entries: mergeEntries(entriesOf(base), entriesOf(patch)) };
  }
  if (patch.kind === 'list' && base?.kind === 'list') return mergeList(base, patch, name);
  return patch.kind === 'list' ? { ...patch, items: patch.items.map(withoutDirectives) } : patch;
}

function mergeEntries(base: readonly YamlEntry[], patch: readonly YamlEntry[]): YamlEntry[] {
  const merged = new Map(base.map((entry) => [entry.name, entry]));
  for (const entry of patch) {
    if (entry.name.startsWith('$')) continue;
    const known = merged.get(entry.name);
    // What only names an item, or says the same again, changes nothing.
    if (known && isSame(known.value, entry.value)) continue;
    const isNull = entry.value.kind === 'scalar' && entry.value.value === null;
    const value = isNull ? undefined : merge(known?.value, entry.value, entry.name);
    if (!value) merged.delete(entry.name);
    // A map or list of the base stays where it is; anything else stands in the patch now.
    else merged.set(entry.name, { ...(known && value.start === known.value.start ? known : entry), value });
  }
  return [...merged.values()];
}

function isSame(a: YamlNode, b: YamlNode): boolean {
  return a.kind === 'scalar' && b.kind === 'scalar' && a.value === b.value;
}

function mergeList(
  base: YamlNode & { kind: 'list' },
  patch: YamlNode & { kind: 'list' },
  name: string,
): YamlNode {
  const keys = Object.hasOwn(mergeKeys, name) ? (mergeKeys[name] ?? []) : [];
  const key = keys.find((wanted) => patch.items.some((item) => textOf(at(item, wanted)) !== undefined));
  const replaces = patch.items.some((item) => textOf(at(item, '$patch')) === 'replace');
  if (key === undefined || replaces)
    return {
      ...patch,
      items: patch.items.filter((item) => !at(item, '$patch')).map(withoutDirectives),
    };
  const items: (YamlNode | undefined)[] = [...base.items];
  const indexes = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const id = textOf(at(item, key));
    if (id !== undefined && !indexes.has(id)) indexes.set(id, index);
  }
  for (const item of patch.items) {
    const id = textOf(at(item, key));
    const index = (id === undefined ? undefined : indexes.get(id)) ?? items.length;
    items[index] = merge(items[index], item, '');
    if (id !== undefined) indexes.set(id, index);
  }
  return { ...base, items: items.filter((item) => item !== undefined) };
}

/** Entries such as `$patch` say how to merge, and are no settings. */
function withoutDirectives(node: YamlNode): YamlNode {
  if (node.kind === 'map')
    return {
      ...node,
      entries: node.entries
        .filter(
          ({ name, value }) => !name.startsWith('$') && !(value.kind === 'scalar' && value.value === null),
        )
        .map((entry) => ({ ...entry, value: withoutDirectives(entry.value) })),
    };
  return node.kind === 'list' ? { ...node, items: itemsOf(node).map(withoutDirectives) } : node;
}
