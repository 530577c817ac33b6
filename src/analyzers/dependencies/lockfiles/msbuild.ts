import { type Lockfile, LockfileError, type LockfileFormat } from '../package.js';
import { type Declared, toManifest } from './declared.js';
import { folderOf } from './paths.js';
import { createPlacer } from './place.js';
import { attributeRangeOf, childOf, parseXml, type XmlElement } from './xml.js';

/** Projects of .NET, and the file that settles the versions for several of them. */
export const msbuild: LockfileFormat = {
  name: 'project of .NET',
  matches: (path) =>
    /(?:^|\/)(?:[^/]+\.(?:cs|fs|vb)proj|Directory\.(?:Packages|Build)\.(?:props|targets))$/i.test(path),
  parse: parseMsbuild,
  lockedBy: (path) => [`${folderOf(path)}packages.lock.json`],
};

/** @throws LockfileError where it is not XML, or something else. */
function parseMsbuild(text: string): Lockfile {
  const root = parseXml(text);
  if (root.name !== 'Project')
    throw new LockfileError('The file is not a project of .NET: its root is of another name.');
  const placeOf = createPlacer(text);
  const properties = new Map<string, string>();
  for (const group of root.children)
    if (group.name === 'PropertyGroup')
      for (const { name, text: value } of group.children) properties.set(name, value);
  const declared = itemsIn(root).flatMap((element): Declared[] => {
    const name = element.attributes.get('Include') ?? element.attributes.get('Update') ?? '';
    if (name === '' || name.includes('$(')) return [];
    const written =
      element.attributes.get('Version') ??
      childOf(element, 'Version')?.text ??
      element.attributes.get('VersionOverride') ??
      '';
    const range = written.replace(
      /\$\(([\w.]{1,100})\)/g,
      (whole, key: string) => properties.get(key) ?? whole,
    );
    const at = written === range ? attributeRangeOf(element, 'Version', text) : undefined;
    return [
      {
        ecosystem: 'NuGet',
        name,
        range,
        place: placeOf(element.start, element.end),
        group: element.attributes.get('PrivateAssets')?.toLowerCase() === 'all' ? 'dev' : undefined,
        // NuGet takes the least version that all agree on, mostly the one that is written.
        exact: /^\[?(\d+(?:\.\d+){1,3}(?:-[\w.-]+)?)\]?$/.exec(range)?.[1],
        versionPlace: at && placeOf(...at),
      },
    ];
  });
  // A reference without a version gets it from the file that settles them, where it stands with its name.
  return toManifest(declared.filter(({ range }) => range !== ''));
}

const items: ReadonlySet<string> = new Set(['PackageReference', 'PackageVersion', 'GlobalPackageReference']);

function itemsIn(root: XmlElement): XmlElement[] {
  return root.children.flatMap((group) => group.children).filter(({ name }) => items.has(name));
}
