/** Nothing came for so long that the stream must be dead. */
export class SilentStreamError extends Error {}

/** Keeps what a stream delivers until it is taken. What came before the stream's end is still given out. */
export class Mailbox<Letter> {
  #letters: Letter[] = [];
  #ended: Error | null = null;
  #wake: (() => void) | null = null;

  put(letter: Letter): void {
    this.#letters.push(letter);
    this.#wake?.();
  }

  end(reason: Error): void {
    this.#ended ??= reason;
    this.#wake?.();
  }

  /** Everything that has come, at least one. @throws the reason of the end, or SilentStreamError. */
  async take(silenceMs: number): Promise<Letter[]> {
    if (this.#letters.length === 0 && this.#ended === null) await this.#arrival(silenceMs);
    const letters = this.#letters;
    if (letters.length > 0) {
      this.#letters = [];
      return letters;
    }
    throw this.#ended ?? new SilentStreamError(`nothing came for ${silenceMs} ms`);
  }

  async #arrival(silenceMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, silenceMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }
}
