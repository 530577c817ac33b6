import { LineTable } from '../../syntax/tree.js';
import { judgeDocument, type DocumentRule, type Format } from '../rule.js';
import type { Parsers } from './parsers.js';
import type { Span } from './span.js';
import { at, entriesOf, entryOf, itemsOf, textOf, type YamlEntry, type YamlNode } from './yaml-syntax.js';

/** A workflow, or a composite action as a workflow of one job. */
export interface Workflow {
  readonly path: string;
  readonly text: string;
  readonly kind: 'workflow' | 'action';
  readonly root: YamlNode;
  /** The events that start it; of an action none. */
  readonly triggers: ReadonlyMap<string, YamlNode | undefined>;
  readonly jobs: readonly Job[];
}

export interface Job {
  readonly id: string;
  readonly key: Span;
  readonly node: YamlNode;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly node: YamlNode;
  readonly job: Job;
  /** The action without its version; undefined for steps that run a script. */
  readonly action: string | undefined;
  readonly run: YamlEntry | undefined;
  /** Inputs by name in small letters, as the runner compares them. */
  readonly inputs: ReadonlyMap<string, YamlNode>;
}

export type ActionsRule = DocumentRule<Workflow>;

/** GitHub Actions workflows and composite actions. */
export function actions(parsers: Parsers, rules: readonly ActionsRule[]): Format {
  return {
    rules,
    wants: (path) =>
      /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(path) || /(?:^|\/)action\.ya?ml$/.test(path),
    async judge(file, _side, context) {
      const parsed = await parsers.parse('yaml', file.text);
      const fault = 'unparsed' in parsed ? parsed.unparsed : parsed.error;
      if (fault) {
        const line = new LineTable(file.text).lineOf(fault.offset);
        context.report({ kind: 'incomplete', path: file.path, line, message: fault.message });
      }
      const root = 'unparsed' in parsed ? undefined : parsed.documents[0];
      return root ? judgeDocument(workflowOf(file.path, file.text, root), rules) : [];
    },
  };
}

function workflowOf(path: string, text: string, root: YamlNode): Workflow {
  const action = entryOf(root, 'runs');
  const jobs = entriesOf(at(root, 'jobs')).map((entry) => jobOf(entry));
  return {
    path,
    text,
    kind: action ? 'action' : 'workflow',
    root,
    triggers: triggersOf(at(root, 'on') ?? at(root, 'true')),
    jobs: action ? [jobOf(action)] : jobs,
  };
}

function triggersOf(node: YamlNode | undefined): Map<string, YamlNode | undefined> {
  if (node?.kind === 'map') return new Map(node.entries.map(({ name, value }) => [name, value]));
  const names = node?.kind === 'list' ? node.items.map(textOf) : [textOf(node)];
  return new Map(names.flatMap((name) => (name === undefined ? [] : [[name, undefined]])));
}

function jobOf({ name, key, value }: YamlEntry): Job {
  const steps: Step[] = [];
  const job: Job = { id: name, key, node: value, steps };
  for (const node of itemsOf(at(value, 'steps'))) {
    const uses = textOf(at(node, 'uses'));
    steps.push({
      node,
      job,
      action: uses?.split('@')[0]?.toLowerCase(),
      run: entryOf(node, 'run'),
      inputs: new Map(entriesOf(at(node, 'with')).map((input) => [input.name.toLowerCase(), input.value])),
    });
  }
  return job;
}

/** What a job is called in fingerprints. */
export function scopeOf(step: Step): string {
  return `jobs.${step.job.id}`;
}
