import type { Location, Range } from '../model/location.js';

/** Where links point: the repository's page at the reviewed commit. */
export interface LinkBase {
  readonly repositoryUrl: string;
  readonly headSha: string;
}

/** The address of lines of a file, safe within the brackets of a Markdown link. */
export function linkTo(base: LinkBase, location: Pick<Location, 'path'> & Partial<Range>): string {
  const path = location.path.split('/').map(encodeSegment).join('/');
  return `${base.repositoryUrl}/blob/${base.headSha}/${path}${lines(location)}`;
}

function lines({ startLine, endLine }: Partial<Range>): string {
  if (startLine === undefined) return '';
  return endLine === undefined || endLine === startLine ? `#L${startLine}` : `#L${startLine}-L${endLine}`;
}

/** As `encodeURIComponent`, with the characters that it leaves and Markdown reads; a lone surrogate has no encoding. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(
    /[!'()*~_]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
