/** When garbage is collected, where V8's own measure would keep too much of it. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Collects the garbage of this thread: a reader that goes on to wait would keep it, a few hundred megabytes, while others
 * need the room.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** How many hundredths of what is in use may gather as garbage before the next collection; 0: as V8 thinks fit. */
export function allowGarbage(hundredths: number): void {
  setFlagsFromString(`--heap-growing-percent=${hundredths}`);
}
