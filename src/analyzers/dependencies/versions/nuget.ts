import { compareDigits } from './numbers.js';
import { comparePreReleases } from './semver.js';

/**
 * Orders two versions as NuGet does: up to four numbers, a pre-release in which case does not count, and what follows a
 * plus sign left out. Undefined where one of them is no such version.
 * https://learn.microsoft.com/nuget/concepts/package-versioning
 */
export function compareNuGet(a: string, b: string): number | undefined {
  const left = parse(a);
  const right = parse(b);
  if (!left || !right) return undefined;
  for (let index = 0; index < 4; index++) {
    const order = compareDigits(left.numbers[index] ?? '0', right.numbers[index] ?? '0');
    if (order !== 0) return order;
  }
  return comparePreReleases(left.preRelease, right.preRelease);
}

interface Version {
  readonly numbers: readonly string[];
  readonly preRelease: readonly string[];
}

function parse(version: string): Version | undefined {
  const parts =
    /^v?(\d{1,64})(?:\.(\d{1,64}))?(?:\.(\d{1,64}))?(?:\.(\d{1,64}))?(?:-([0-9A-Za-z.-]{1,500}))?(?:\+.{0,500})?$/i.exec(
      version.trim(),
    );
  if (!parts) return undefined;
  return {
    numbers: parts.slice(1, 5).filter(Boolean),
    preRelease: parts[5]?.toLowerCase().split('.') ?? [],
  };
}
