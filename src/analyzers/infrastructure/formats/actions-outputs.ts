import { expressionsIn, parseExpression, type Expression } from './actions-expression.js';
import type { Step, Workflow } from './actions.js';
import type { YamlNode } from './yaml-syntax.js';

/** What goes into an output of a step, as far as its script shows. */
export interface Written {
  readonly expressions: readonly Expression[];
  /** Names of environment variables. */
  readonly variables: readonly string[];
}

/** Inputs that hold the script of a step, for actions that can set outputs from it. */
const scripts = new Map([
  ['actions/github-script', 'script'],
  ['jannekem/run-python-script-action', 'script'],
]);

/** Commands whose result is a number or a hash, or that let only some characters through. */
const harmless =
  /\$\{#|\bwc\b|\b(?:sha\d+|md5|b2)sum\b|\btr\s+-[cds]+|\bsed\b[^|\n]*\[\^|\bgrep\s+-\w*(?:q|c|o)|\b(?:jq|printf)\b[^|\n]*(?:tonumber|%d)|\bbasename\b|\|\s*length\b/;

/** What an output is made of. A shell script is read line by line; another language writes what is put into it. */
export function writtenInto(output: string, step: Step, { text }: Workflow): Written {
  const input = scripts.get(step.action ?? '');
  const node = input === undefined ? step.run?.value : step.inputs.get(input);
  const source = node ? text.slice(node.start, node.end) : '';
  if (!node || source.length > maxScript) return nothing;
  if (input !== undefined) return setByCall(output, node, source, text);
  const lines = source.split('\n').map((line) => line.slice(0, maxLine));
  const written = lines.filter((line) => writes(line, output));
  const names = new Set(written.flatMap(variablesIn));
  const assigned = lines.filter((line) =>
    names.has(/^\s*(?:export\s+|local\s+)?(\w+)=/.exec(line)?.[1] ?? ''),
  );
  const used = [...written, ...assigned].filter((line) => !harmless.test(line));
  return {
    expressions: used.flatMap(expressionsOf),
    variables: [...new Set(used.flatMap(variablesIn))],
  };
}

const nothing: Written = { expressions: [], variables: [] };

/** Longer scripts are not read for their outputs. */
const maxScript = 60_000;
const maxLine = 2000;

/** The body of a block (`name<<EOF`) counts, where one line holds it all. */
function writes(line: string, output: string): boolean {
  const lower = line.toLowerCase();
  for (let from = lower.indexOf(output); from >= 0; from = lower.indexOf(output, from + 1))
    if (!/[\w-]/.test(lower[from - 1] ?? '') && /^(?:=|<<|\s*::)/.test(lower.slice(from + output.length)))
      return true;
  return false;
}

function variablesIn(line: string): string[] {
  return Array.from(
    line.matchAll(/\$(?:\{(?:env:)?(\w+)[^{}]*\}|(?:env:)?(\w+))/g),
    ([, braced, plain]) => braced ?? plain ?? '',
  );
}

function expressionsOf(line: string): Expression[] {
  return Array.from(line.matchAll(/\$\{\{(.*?)\}\}/g), ([, source = '']) =>
    parseExpression(source.trim()),
  ).flatMap((expression) => expression ?? []);
}

/** Free text of the event that a script of JavaScript reads for itself. */
const payload =
  /context\.payload\.(issue|pull_request|comment|review|discussion)\??\.(title|body|head\??\.ref|head\??\.label)\b/;

function setByCall(output: string, node: YamlNode, source: string, text: string): Written {
  const call = /\bset_?output\(\s*(["'`])([\w-]+)\1\s*,([^\n]*)/gi;
  const value = Array.from(source.matchAll(call)).find(([, , name]) => name?.toLowerCase() === output)?.[3];
  if (value === undefined || /^\s*(?:["'`][^"'`$]*["'`]|\d+|true|false)\s*\)/.test(value)) return nothing;
  const [, object, name] = payload.exec(value) ?? [];
  const read =
    object === undefined
      ? undefined
      : parseExpression(`github.event.${object}.${(name ?? '').replace(/\?/g, '')}`);
  if (read) return { expressions: [read], variables: [] };
  return {
    expressions: expressionsIn(node, text).flatMap(({ expression }) => expression ?? []),
    variables: [],
  };
}
