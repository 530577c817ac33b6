/**
 * A name in the one spelling that a registry takes for all of its spellings: PyPI by PEP 503
 * (https://peps.python.org/pep-0503/), crates.io without regard to `-` and `_`, others without regard to case. npm, Go,
 * Maven and RubyGems know one spelling only.
 */
export function normalizeName(ecosystem: string, name: string): string {
  return normalizeIn(registryOf(ecosystem), name);
}

function normalizeIn(registry: string, name: string): string {
  switch (registry) {
    case 'PyPI':
      return name.toLowerCase().replace(/[-_.]+/g, '-');
    case 'crates.io':
      return name.toLowerCase().replaceAll('_', '-');
    case 'NuGet':
    case 'Packagist':
    case 'GitHub Actions':
    case 'Pub':
    case 'Hex':
      return name.toLowerCase();
    default:
      return name;
  }
}

/** An ecosystem without the part that OSV puts behind a colon: a release of a system, or the address of another registry. */
export function registryOf(ecosystem: string): string {
  const colon = ecosystem.indexOf(':');
  return colon < 0 ? ecosystem : ecosystem.slice(0, colon);
}

/** One key for a package in all the spellings of its name. */
export function packageKey({
  ecosystem,
  name,
}: {
  readonly ecosystem: string;
  readonly name: string;
}): string {
  const registry = registryOf(ecosystem);
  return `${registry}\0${normalizeIn(registry, name)}`;
}
