/** What we use of WebAssembly; Node's own types leave it to the browser's library. */
declare namespace WebAssembly {
  class Memory {
    /** Sizes in pages of 64 KiB. */
    constructor(descriptor: { initial: number; maximum: number });
  }
}
