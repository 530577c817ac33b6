import { listOf, textOf, type Item } from './item.js';

/**
 * Whether the conditions of a statement narrow who may use what it allows. All of them have to hold, so one that narrows is
 * enough. What is not known or not understood is taken to narrow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export function isNarrowed(condition: Item | undefined): boolean {
  if (!condition) return false;
  const operators = condition.names?.();
  if (!operators) return true;
  return operators.some((operator) => {
    const tests = condition.get(operator);
    const keys = tests?.names?.();
    return !keys || keys.some((key) => narrows(operator, key, tests?.get(key)));
  });
}

/** The same of `condition` blocks of `aws_iam_policy_document`. */
export function isNarrowedByBlocks(blocks: Item | undefined): boolean {
  return listOf(blocks).some((block) => {
    const operator = textOf(block.get('test'));
    const key = textOf(block.get('variable'));
    return operator === undefined || key === undefined || narrows(operator, key, block.get('values'));
  });
}

/**
 * Keys that whoever sends the request satisfies at will, or that say how and not by whom something is done.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const free =
  /^(?:aws:(?:securetransport|referer|useragent)|s3:(?:x-amz-acl|x-amz-server-side-encryption.*|x-amz-storage-class|x-amz-content-sha256|tlsversion|signatureversion|authtype|signatureage|max-keys|delimiter|object-ownership))$/i;

/** Texts and networks that everybody is in: any name, any resource of any account, any identity of whatever account. */
const everything =
  /^(?:\*+|arn:\*|arn:[\w*-]+:\*|arn:[\w*-]*:[\w*-]*:[\w*-]*:\*?:\*|arn:[\w*-]+:iam::\*:.*|[0-9a-f.:]+\/0)$/i;

function narrows(operator: string, key: string, values: Item | undefined): boolean {
  const name = operator.toLowerCase();
  if (free.test(key)) return false;
  // All but some, every request that lacks the key, or none of a set that is empty then.
  if (/not(?:equals|like|ipaddress)|^notip/.test(name) || name.startsWith('forallvalues:')) return false;
  // Every request has an address; any other key one may lack.
  if (name.endsWith('ifexists') && !/^aws:sourceip$/i.test(key)) return false;
  const texts = listOf(values).map(textOf);
  if (name.startsWith('bool')) return !texts.every((text) => text?.toLowerCase() === 'false');
  return !texts.some((text) => text !== undefined && everything.test(text));
}

/** A key of a condition, with what it is compared with. */
export interface Comparison {
  readonly key: string;
  readonly values: readonly (string | undefined)[];
}

export function comparisonsIn(condition: Item | undefined): Comparison[] {
  const operators = condition?.names?.() ?? [];
  return operators.flatMap((operator) => {
    const tests = condition?.get(operator);
    return (tests?.names?.() ?? []).map((key) => ({ key, values: listOf(tests?.get(key)).map(textOf) }));
  });
}

/** The same of `condition` blocks of `aws_iam_policy_document`. */
export function comparisonsInBlocks(blocks: Item | undefined): Comparison[] {
  return listOf(blocks).flatMap((block) => {
    const key = textOf(block.get('variable'));
    return key === undefined ? [] : [{ key, values: listOf(block.get('values')).map(textOf) }];
  });
}
