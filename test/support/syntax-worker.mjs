import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';
import { loadParser } from '../../dist/analyzers/syntax/parser.js';
import { serve } from '../../dist/analyzers/syntax/worker.js';

const require = createRequire(import.meta.url);

/** Does what a test asks for inside a worker of the pool. */
serve(async (task, read, readLater) => {
  switch (task.kind) {
    case 'echo':
      return task.value;
    case 'spin':
      for (;;);
    case 'fail':
      throw new RangeError(task.message);
    case 'environment':
      return Object.keys(process.env);
    case 'grow': {
      const kept = [];
      for (;;) kept.push(new Array(100_000).fill(kept.length));
    }
    case 'swell': {
      const kept = new Map();
      for (;;) kept.set(kept.size, {});
    }
    case 'exit':
      return process.exit(0);
    case 'read':
      return task.paths.map((path) => read(path));
    case 'read-later':
      return Promise.all(task.paths.map((path) => readLater(path)));
    case 'process':
      return process.ppid;
    case 'thread':
      await sleep(task.milliseconds);
      return threadId;
    case 'parse': {
      const { root, errors, text } = (await loadParser(task.grammar)).parse(task.text);
      return { nodes: flatten(root), errors, length: text.length };
    }
    case 'native':
      return native(task.grammar, task.text);
  }
});

/** All nodes in order, as type, field, start and end. */
function flatten(root) {
  const nodes = [];
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    nodes.push([node.type, node.field, node.start, node.end]);
    open.push(...[...node.children].reverse());
  }
  return nodes;
}

/** The same by the native parser, with whether the grammar names the node. */
function native(grammar, text) {
  const Parser = require('tree-sitter');
  const parser = new Parser();
  const grammars = {
    typescript: () => require('tree-sitter-typescript').typescript,
    tsx: () => require('tree-sitter-typescript').tsx,
    javascript: () => require('tree-sitter-javascript'),
  };
  parser.setLanguage(grammars[grammar]());
  const cursor = parser.parse(text, undefined, { bufferSize: text.length * 2 + 1024 }).walk();
  const nodes = [];
  for (let more = true; more;) {
    const { nodeType, nodeIsNamed, startIndex, endIndex } = cursor;
    nodes.push([nodeType, cursor.currentFieldName ?? '', startIndex, endIndex, nodeIsNamed]);
    more = cursor.gotoFirstChild() || cursor.gotoNextSibling();
    while (!more && cursor.gotoParent()) more = cursor.gotoNextSibling();
  }
  return nodes;
}
