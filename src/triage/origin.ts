import { matchesGlob } from '../config/glob.js';

/** `generated` by a program from something else, or `vendored`: somebody else's, copied in. */
export type Origin = 'generated' | 'vendored';

/**
 * Tells where a file comes from: by what `.gitattributes` says (`linguist-generated`, `linguist-vendored`), else by convention:
 * names and folders, and a comment at its top. It is reviewed all the same, since it runs all the same, and a change could
 * mark anything so; reports count such files.
 */
export function createOrigins(attributes = ''): (path: string, text: string) => Origin | undefined {
  const marks = attributes.split('\n').flatMap(parseLine);
  return (path, text) => {
    const marked = new Map<Origin, boolean>();
    // The last line that says something of a path counts.
    for (const { glob, origin, isSet } of marks) if (matchesGlob(glob, path)) marked.set(origin, isSet);
    if (marked.get('vendored') ?? isVendored(path)) return 'vendored';
    return (marked.get('generated') ?? isGenerated(path, text)) ? 'generated' : undefined;
  };
}

interface Mark {
  readonly glob: string;
  readonly origin: Origin;
  readonly isSet: boolean;
}

/** `dist/** linguist-generated=true`: https://git-scm.com/docs/gitattributes */
function parseLine(line: string): Mark[] {
  if (line.startsWith('#')) return [];
  const [glob = '', ...attributes] = line.trim().split(/\s+/);
  return attributes.flatMap((attribute) => {
    const [, minus, origin, value] = /^(-)?linguist-(generated|vendored)(?:=(\w+))?$/.exec(attribute) ?? [];
    if (origin !== 'generated' && origin !== 'vendored') return [];
    return [{ glob, origin, isSet: minus === undefined && value !== 'false' }];
  });
}

const vendorFolders = new Set([
  'vendor',
  'node_modules',
  'bower_components',
  'third_party',
  'third-party',
  'thirdparty',
  'Pods',
]);

function isVendored(path: string): boolean {
  return (
    path
      .split('/')
      .slice(0, -1)
      .some((folder) => vendorFolders.has(folder)) || /(?:^|\/)\.yarn\/(?:releases|plugins)\//.test(path)
  );
}

/** As far into a file as such a comment stands, in characters. */
const topLength = 1000;

function isGenerated(path: string, text: string): boolean {
  return (
    /\.min\.(?:js|css)$|\.(?:js|css)\.map$|\.pb\.go$|_pb2(?:_grpc)?\.pyi?$|\.g\.(?:cs|dart)$|[._]generated\.\w+$/.test(
      path,
    ) ||
    // Of Go, which others took over, and of Facebook's tools: https://go.dev/s/generatedcode
    /^\W{1,4}\s*(?:Code generated .{0,200} DO NOT EDIT\b|.{0,80}@generated\b)/m.test(text.slice(0, topLength))
  );
}
