import { booleanOf, listOf, numberOf, textOf, type Item } from '../../formats/item.js';

/** Whether a value, or its absence, is the flaw. */
export type Test = (item: Item | undefined) => boolean;

export const isMissing: Test = (item) => item === undefined;
export const isPresent: Test = (item) => item !== undefined;
export const isFalse: Test = (item) => booleanOf(item) === false;
export const isTrue: Test = (item) => booleanOf(item) === true;
/** Switched off, or left out where that means off. */
export const isOff: Test = (item) => isMissing(item) || isFalse(item);
/** Switched on, or left out where that means on. */
export const isOn: Test = (item) => isMissing(item) || isTrue(item);
export const isEmptyList: Test = (item) => isMissing(item) || item?.items?.length === 0;

export const either =
  (...tests: readonly Test[]): Test =>
  (item) =>
    tests.some((test) => test(item));

/** One of some texts, whatever their case. */
export const isOneOf =
  (...texts: readonly string[]): Test =>
  (item) => {
    const text = textOf(item)?.toLowerCase();
    return text !== undefined && texts.some((wanted) => wanted.toLowerCase() === text);
  };

/** A known text that is none of some. */
export const isNoneOf =
  (...texts: readonly string[]): Test =>
  (item) =>
    textOf(item) !== undefined && !isOneOf(...texts)(item);

export const matches =
  (pattern: RegExp): Test =>
  (item) =>
    item !== undefined && pattern.test(textOf(item) ?? '');

/** A list, or a single text, of which one item matches. */
export const hasItem =
  (pattern: RegExp): Test =>
  (item) =>
    listOf(item).some((part) => pattern.test(textOf(part) ?? ''));

export const isBelow =
  (limit: number): Test =>
  (item) => {
    const number = numberOf(item);
    return number !== undefined && number < limit;
  };

export const isAbove =
  (limit: number): Test =>
  (item) => {
    const number = numberOf(item);
    return number !== undefined && number > limit;
  };

/** Every address of the internet, alone or in a list; a network of no bits is that, whatever stands before. */
export const isEverywhere = hasItem(/^[0-9a-f.:]+\/0$|^(?:\*|any|internet)$/i);
