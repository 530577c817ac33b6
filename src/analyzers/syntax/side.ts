import type { Context } from '../../model/analyzer.js';

/** A worker that asks for the file of this name gets the paths of the side, with the same character between them. */
export const listing = '\0';

type View = Pick<Context, 'read' | 'list'>;

/** Answers what a worker asks about a side. */
export async function readOf(view: View, asked: string): Promise<string | undefined> {
  return asked === listing ? (await view.list()).join(listing) : view.read(asked);
}

const viewIds = new WeakMap<View['list'], number>();
let nextView = 0;

/** Tells the sides of reviews apart for a worker, which keeps what it read of one for the side's other files. */
export function viewId({ list }: Pick<View, 'list'>): number {
  const id = viewIds.get(list) ?? nextView++;
  viewIds.set(list, id);
  return id;
}
