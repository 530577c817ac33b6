import type { Format } from '../language.js';
import type { MarkupElement } from './markup-scan.js';

/** A file of markup as the rules see it. Offsets are those of the file. */
export interface Template {
  readonly path: string;
  readonly format: Format;
  readonly text: string;
  readonly outputs: readonly Output[];
  readonly elements: readonly MarkupElement[];
}

/** A place where a template puts a value into the page. */
export interface Output {
  readonly start: number;
  readonly end: number;
  readonly expression: string;
  /** Whether the template engine escapes the value for HTML. */
  readonly escaped: boolean;
  readonly place: Place;
}

export type Place =
  | { readonly kind: 'text' }
  | { readonly kind: 'style' }
  /** In the code of a script; `quoted` where it stands within a string of that code. */
  | { readonly kind: 'script'; readonly quoted: boolean }
  | {
      readonly kind: 'attribute';
      readonly element: string;
      readonly name: string;
      readonly quoted: boolean;
      /** It is all there is in the attribute. */
      readonly whole: boolean;
    };

/** A tag of a template language. */
export interface TemplateTag {
  readonly start: number;
  readonly end: number;
  readonly kind: 'raw' | 'escaped' | 'code';
  readonly expression: string;
}
