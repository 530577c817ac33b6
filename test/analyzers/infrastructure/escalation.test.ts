import { describe, expect, it } from '@jest/globals';
import { escalationOf } from '../../../src/analyzers/infrastructure/rules/aws/escalation.js';
import { isPublicNetwork } from '../../../src/analyzers/infrastructure/rules/aws/public-network.js';
import { expectWithin } from '../../support/time-limit.js';

describe('the actions of a policy', () => {
  it.each([
    ['one action', ['iam:PutUserPolicy'], ['iam:PutUserPolicy']],
    ['another case', ['IAM:putuserpolicy'], ['iam:PutUserPolicy']],
    ['a start of a name', ['iam:PutUser*'], ['iam:PutUserPolicy']],
    ['an end of a name', ['iam:*LoginProfile'], ['iam:CreateLoginProfile', 'iam:UpdateLoginProfile']],
    ['a single character', ['iam:Put?serPolicy'], ['iam:PutUserPolicy']],
    [
      'a role that is passed to what is started',
      ['iam:PassRole', 'ec2:RunInstances'],
      ['iam:PassRole', 'ec2:RunInstances'],
    ],
    ['only the start of something', ['ec2:RunInstances'], undefined],
    ['a whole service, which has a rule of its own', ['iam:*'], undefined],
    ['a name that goes on', ['iam:PutUserPolicyX'], undefined],
    ['reading', ['iam:Get*', 'iam:List*'], undefined],
  ])('with %s', (_name, actions, expected) => {
    expect(escalationOf(actions)).toEqual(expected);
  });

  it('are compared in bounded time', () => {
    const started = performance.now();
    expect(escalationOf([`iam:${'*a'.repeat(20_000)}`])).toBeUndefined();
    expectWithin(performance.now() - started, 2_000);
  });
});

describe('a network of the internet', () => {
  it.each([
    ['12.0.0.0/24', true],
    ['12.0.0.0/30', true],
    ['12.0.0.7/32', false],
    ['0.0.0.0/0', false],
    ['10.4.0.0/16', false],
    ['172.16.0.0/12', false],
    ['172.32.0.0/16', true],
    ['192.168.1.0/24', false],
    ['100.64.0.0/10', false],
    ['fd00::/8', false],
    ['vpc', false],
  ])('%s: %s', (text, expected) => {
    expect(isPublicNetwork(text)).toBe(expected);
  });
});
