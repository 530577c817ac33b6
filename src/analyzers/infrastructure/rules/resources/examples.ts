import type { Example } from '../../../../model/rule.js';

/** A file of Terraform. */
export function terraformFile(text: string): Example {
  return { path: 'main.tf', text: `${dedent(text)}\n` };
}

/** One resource of Terraform. With ` ◄` after the type its first line is the flagged one. */
export function tf(type: string, body = '', more = ''): Example {
  const mark = type.endsWith(' ◄') ? ' ◄' : '';
  const head = `resource "${type.replace(' ◄', '')}" "main" {${mark}\n`;
  return terraformFile(`${head}${indent(dedent(body), 2)}}${more === '' ? '' : `\n\n${dedent(more)}`}`);
}

/** One resource of CloudFormation. With ` ◄` after the type the line of its properties is the flagged one. */
export function cfn(type: string, properties = '', more = ''): Example {
  const mark = type.endsWith(' ◄') ? ' ◄' : '';
  const head = `Resources:\n  Main:\n    Type: ${type.replace(' ◄', '')}\n    Properties:${mark}\n`;
  const others = more === '' ? '' : indent(dedent(more), 2);
  return { path: 'template.yaml', text: `${head}${indent(dedent(properties), 6)}${others}` };
}

/** A whole template of CloudFormation. */
export function templateFile(text: string): Example {
  return { path: 'template.yaml', text: `${dedent(text)}\n` };
}

/** An object of Kubernetes. */
export function manifest(text: string): Example {
  return { path: 'deploy.yaml', text: `${dedent(text)}\n` };
}

/** A pod with one container; ` ◄` marks as everywhere. */
export function pod(container: string, spec = '', image = 'shop:1.4.2'): Example {
  return {
    path: 'pod.yaml',
    text: `apiVersion: v1\nkind: Pod\nmetadata:\n  name: shop\nspec:\n${indent(dedent(spec), 2)}  containers:\n    - name: shop\n      image: ${image}\n${indent(dedent(container), 6)}`,
  };
}

/** A deployment with one container. */
export function deployment(spec: string, container = ''): Example {
  const lines = (text: string, width: number): string =>
    text === '' ? '' : `${' '.repeat(width)}${text.replaceAll('\n', `\n${' '.repeat(width)}`)}\n`;
  return manifest(`apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  template:
    spec:
${lines(spec, 6)}      containers:
        - name: shop
          image: shop:1.4.2
${lines(container, 10)}`);
}

function dedent(text: string): string {
  const lines = text.replace(/^\n/, '').trimEnd().split('\n');
  const widths = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const width = widths.length > 0 ? Math.min(...widths) : 0;
  return lines.map((line) => line.slice(width)).join('\n');
}

function indent(text: string, width: number): string {
  if (text === '') return '';
  return `${text
    .split('\n')
    .map((line) => (line === '' ? line : ' '.repeat(width) + line))
    .join('\n')}\n`;
}
