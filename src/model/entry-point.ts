/** A way into the software from outside. */
export interface EntryPoint {
  readonly kind: 'route' | 'handler' | 'queue' | 'listener' | 'public resource';
  /** What a reader knows it by, as `POST /orders`; the same when it moves to another place. */
  readonly name: string;
  readonly path: string;
  /** From 1. */
  readonly line: number;
}
