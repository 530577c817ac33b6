import { XMLParser } from 'fast-xml-parser';
import { SyntaxValidator } from 'fast-xml-validator';
import { LockfileError } from '../package.js';

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Of its own, without blanks around it. */
  readonly text: string;
  readonly children: readonly XmlElement[];
  /** Offsets of the element in the file. */
  readonly start: number;
  readonly end: number;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  captureMetaData: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  removeNSPrefix: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: 100,
});
const places = XMLParser.getMetaDataSymbol() as symbol;

/**
 * Parses XML. Entities that the file defines stay as they are written.
 *
 * @returns the outermost element.
 * @throws LockfileError where it is not well-formed, or nested deeper than 100 levels.
 */
export function parseXml(text: string): XmlElement {
  checkSyntax(text);
  const [root] = elementsIn(parse(text));
  if (!root) throw new LockfileError('The file could not be read: it holds no XML.');
  return root;
}

function checkSyntax(text: string): void {
  try {
    SyntaxValidator.validate(text);
  } catch (error) {
    const line = error instanceof Error && 'line' in error ? `, line ${String(error.line)}` : '';
    throw new LockfileError(`The file could not be read: it is not valid XML${line}.`, { cause: error });
  }
}

type Raw = Readonly<Record<string | symbol, unknown>>;

function parse(text: string): readonly Raw[] {
  try {
    return parser.parse(text) as readonly Raw[];
  } catch (error) {
    // The parser throws plain errors, for what it takes for an attack as well.
    throw new LockfileError('The file could not be read: it holds XML that is not accepted.', {
      cause: error,
    });
  }
}

/** Calls itself for each level, of which the parser lets pass only so many. */
function elementsIn(nodes: readonly Raw[]): XmlElement[] {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@');
    if (name === undefined || name === '#text') return [];
    const inner = node[name] as readonly Raw[];
    const place = node[places] as { readonly startIndex: number; readonly endIndex: number } | undefined;
    const attributes = Object.entries((node[':@'] ?? {}) as Record<string, string>);
    return [
      {
        name,
        attributes: new Map(attributes.map(([key, value]) => [key, unescape(value)])),
        text: unescape(
          inner.map((child) => (typeof child['#text'] === 'string' ? child['#text'] : '')).join(''),
        ).trim(),
        children: elementsIn(inner),
        start: place?.startIndex ?? 0,
        end: place?.endIndex ?? 0,
      },
    ];
  });
}

function unescape(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? '');
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** The first child of a name. */
export function childOf(
  element: XmlElement | undefined,
  ...names: readonly string[]
): XmlElement | undefined {
  let at = element;
  for (const name of names) at = at?.children.find((child) => child.name === name);
  return at;
}

/** All children of a name. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** Where the text of an element begins and ends in the file; undefined where it does not stand there as it is. */
export function textRangeOf(element: XmlElement, file: string): readonly [number, number] | undefined {
  const from = file.indexOf('>', element.start) + 1;
  const at = element.text === '' ? -1 : file.slice(from, element.end).indexOf(element.text);
  return at < 0 ? undefined : [from + at, from + at + element.text.length];
}

/** Real tags are far shorter. */
const longestTag = 4000;

/** Where the value of an attribute begins and ends in the file. */
export function attributeRangeOf(
  element: XmlElement,
  name: string,
  file: string,
): readonly [number, number] | undefined {
  const tag = file.slice(element.start, Math.min(element.end, element.start + longestTag));
  const match = new RegExp(`\\s${name}\\s{0,20}=\\s{0,20}["']`).exec(tag);
  if (!match) return undefined;
  const from = element.start + match.index + match[0].length;
  return [from, from + (element.attributes.get(name)?.length ?? 0)];
}
