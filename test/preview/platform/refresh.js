/** `lightning/refresh`: who asks for a view to be refreshed, and who is told of it. */
import { readAllAgain } from './wire.js';

const handlers = new Map();

export class RefreshEvent extends CustomEvent {
  constructor() {
    super('lightning__refreshview', { bubbles: true, composed: true });
  }
}

export function registerRefreshHandler(context, handler) {
  const key = Symbol('refresh handler');
  handlers.set(key, handler.bind(context));
  return key;
}

export const unregisterRefreshHandler = (key) => handlers.delete(key);

window.addEventListener('lightning__refreshview', () => {
  readAllAgain();
  for (const handler of handlers.values()) handler();
});
