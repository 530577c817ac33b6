import { LineTable } from '../../syntax/tree.js';
import { judgeDocument, type DocumentRule, type Format } from '../rule.js';
import type { Parsers } from './parsers.js';
import type { YamlNode } from './yaml-syntax.js';

/** A file of one document, whatever it is written in. */
export interface DataFile {
  readonly path: string;
  readonly text: string;
  readonly root: YamlNode;
}

interface Reading<Document> {
  readonly wants: (path: string) => boolean;
  readonly syntax: (path: string) => 'yaml' | 'toml' | 'javascript' | 'typescript';
  /** Whether the text is one at all, where its path does not say. */
  readonly holds?: (text: string) => boolean;
  readonly read: (file: DataFile) => Document;
}

/** A format whose files are maps of names and values. */
export function dataFormat<Document>(
  parsers: Parsers,
  rules: readonly DocumentRule<Document>[],
  { wants, syntax, holds, read }: Reading<Document>,
): Format {
  return {
    rules,
    wants,
    async judge(file, _side, context) {
      if (holds && !holds(file.text)) return [];
      const parsed = await parsers.parse(syntax(file.path), file.text);
      const fault = 'unparsed' in parsed ? parsed.unparsed : parsed.error;
      if (fault) {
        const line = new LineTable(file.text).lineOf(fault.offset);
        context.report({ kind: 'incomplete', path: file.path, line, message: fault.message });
      }
      const root = 'unparsed' in parsed ? undefined : parsed.documents[0];
      return root ? judgeDocument(read({ path: file.path, text: file.text, root }), rules) : [];
    },
  };
}
