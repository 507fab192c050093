/** Whatever was started or subscribed has an owner that can end it. Calling `dispose` twice is harmless. */
export interface Disposable {
  dispose(): void;
}

/** Owns disposables and ends them in reverse order, so that what was built last is taken down first. */
export class Scope implements Disposable {
  #owned: Disposable[] = [];
  #disposed = false;

  add<T extends Disposable>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#owned.push(item);
    return item;
  }

  defer(end: () => void): void {
    this.add({ dispose: end });
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const item of this.#owned.reverse()) item.dispose();
    this.#owned = [];
  }
}
