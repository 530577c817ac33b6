import type { Form } from '../form/form.js';
import { assignTo, evaluateTaint } from './expressions.js';
import type { Flow } from './flow.js';
import { clean, isSameState, joinInto, type State } from './state.js';

/** Runs statements on what variables hold. False where the code after them is not reached. */
export function runStatements(statements: readonly Form[], state: State, flow: Flow): boolean {
  for (const statement of statements) if (!runStatement(statement, state, flow)) return false;
  return true;
}

function runStatement(form: Form, state: State, flow: Flow): boolean {
  flow.spend();
  const of = (kid: Form): unknown => (kid.kind === 'absent' ? clean : evaluateTaint(kid, state, flow));
  switch (form.kind) {
    case 'define': {
      const value = form.at(1);
      const taints = value.kind === 'absent' ? clean : evaluateTaint(value, state, flow);
      assignTo(form.at(0), taints, value, state, flow);
      flow.meet(form, taints);
      return true;
    }
    case 'return':
      if (form.at(0).kind !== 'absent') flow.returned(evaluateTaint(form.at(0), state, flow), form);
      return false;
    case 'throw':
      of(form.at(0));
      return false;
    case 'jump':
      return form.text === 'debugger';
    case 'block':
      return runStatements(form.kids, state, flow);
    case 'label':
      return runStatements(form.at(1).kids, state, flow);
    case 'if':
      of(form.at(0));
      return runBranches([form.at(1), form.at(2)], state, flow);
    case 'while':
      return runLoop(state, flow, (now) => {
        evaluateTaint(form.at(0), now, flow);
        runStatements(form.at(1).kids, now, flow);
      });
    case 'do':
      return runLoop(state, flow, (now) => {
        runStatements(form.at(0).kids, now, flow);
        evaluateTaint(form.at(1), now, flow);
      });
    case 'for':
      for (const part of form.at(0).kind === 'list' ? form.at(0).kids : [form.at(0)])
        runHead(part, state, flow);
      return runLoop(state, flow, (now) => {
        runHead(form.at(1), now, flow);
        runStatements(form.at(3).kids, now, flow);
        runHead(form.at(2), now, flow);
      });
    case 'for-in': {
      const taints = evaluateTaint(form.at(1), state, flow);
      const head = form.at(0);
      return runLoop(state, flow, (now) => {
        assignTo(head.kind === 'define' ? head.at(0) : head, taints, undefined, now, flow);
        runStatements(form.at(2).kids, now, flow);
      });
    }
    case 'switch': {
      of(form.at(0));
      const cases = form.at(1).kids;
      return runBranches([...cases.map((one) => one.at(1)), undefined], state, flow);
    }
    case 'try':
      return runTry(form, state, flow);
    case 'import':
    case 'absent':
      return true;
    default:
      of(form.kind === 'expression' ? form.at(0) : form);
      if (form.kind === 'expression') flow.meet(form, clean);
      return true;
  }
}

function runHead(form: Form, state: State, flow: Flow): void {
  if (form.kind === 'define') runStatement(form, state, flow);
  else if (form.kind !== 'absent') evaluateTaint(form, state, flow);
}

/** Each way by itself, then all that get to the end together. A missing one changes nothing. */
function runBranches(blocks: readonly (Form | undefined)[], state: State, flow: Flow): boolean {
  const ends: State[] = [];
  for (const block of blocks) {
    const own: State = new Map(state);
    if (!block || block.kind === 'absent' || runStatements(block.kids, own, flow)) ends.push(own);
  }
  return become(state, ends);
}

function become(state: State, ends: readonly State[]): boolean {
  const [first, ...others] = ends;
  if (!first) return false;
  state.clear();
  for (const [key, taints] of first) state.set(key, taints);
  for (const other of others) joinInto(state, other);
  return true;
}

/** Once, and again where that may change what the body sees. */
function runLoop(state: State, flow: Flow, body: (state: State) => void): boolean {
  for (let round = 0; round < maxRounds; round++) {
    const before: State = new Map(state);
    const own: State = new Map(state);
    body(own);
    joinInto(state, own);
    if (isSameState(before, state)) break;
  }
  return true;
}

const maxRounds = 3;

function runTry(form: Form, state: State, flow: Flow): boolean {
  const before: State = new Map(state);
  const ends: State[] = [];
  const body: State = new Map(state);
  if (runStatements(form.at(0).kids, body, flow)) ends.push(body);
  const handler = form.at(1);
  if (handler.kind === 'catch') {
    // It may fail at its start, or at its end.
    const caught: State = new Map(before);
    joinInto(caught, body);
    if (runStatements(handler.at(1).kids, caught, flow)) ends.push(caught);
  }
  const goesOn = become(state, ends);
  const last = form.at(2);
  return last.kind === 'absent' ? goesOn : runStatements(last.kids, state, flow) && goesOn;
}
