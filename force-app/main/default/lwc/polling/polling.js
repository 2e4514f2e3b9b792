// Waiting is what this module is for; components get it from here and end it when they leave the page.
/* eslint-disable @lwc/lwc/no-async-operation */

const GROWTH = 1.5;

/**
 * Looks again and again: soon after something changed, and ever less often while nothing does. Rests while the tab is
 * hidden and looks at once when it is shown again. A look that fails counts as one that found nothing.
 *
 * Call `stop()` in `disconnectedCallback`, and `hurry()` after a save whose consequence is expected in a moment.
 *
 * @param {() => Promise<boolean>} look reads once and says whether anything changed
 * @param {{ shortest?: number, longest?: number }} waits in milliseconds
 * @returns {{ hurry: () => void, stop: () => void }}
 */
export function poll(look, { shortest = 5_000, longest = 60_000 } = {}) {
  let wait = shortest;
  let timer;
  let looking = false;
  let stopped = false;

  function plan() {
    clearTimeout(timer);
    if (!stopped && !looking && !document.hidden) timer = setTimeout(lookOnce, wait);
  }
  async function lookOnce() {
    clearTimeout(timer);
    if (stopped || looking) return;
    looking = true;
    // Set beforehand, so that a hurry in the meantime stands.
    wait = Math.min(wait * GROWTH, longest);
    if (await hasChanged(look)) wait = shortest;
    looking = false;
    plan();
  }
  function onVisibility() {
    if (document.hidden) {
      clearTimeout(timer);
    } else {
      wait = shortest;
      lookOnce();
    }
  }
  document.addEventListener('visibilitychange', onVisibility);
  plan();
  return {
    hurry() {
      wait = shortest;
      plan();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibility);
    }
  };
}

async function hasChanged(look) {
  try {
    return await look();
  } catch {
    return false;
  }
}
