import { poll } from 'c/polling';

let hidden = false;
let polling;
const show = (isShown) => {
  hidden = !isShown;
  document.dispatchEvent(new CustomEvent('visibilitychange'));
};
/** Lets time pass, and what was awaited in it come to an end. */
const pass = (seconds) => jest.advanceTimersByTimeAsync(seconds * 1000);
const nothing = () => jest.fn().mockResolvedValue(false);

beforeAll(() => Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden }));
beforeEach(() => {
  jest.useFakeTimers();
  hidden = false;
});
afterEach(() => {
  polling.stop();
  jest.useRealTimers();
});

describe('polling', () => {
  it('looks after five seconds, not before', async () => {
    const look = nothing();
    polling = poll(look);
    await pass(4.999);
    expect(look).toHaveBeenCalledTimes(0);
    await pass(0.001);
    expect(look).toHaveBeenCalledTimes(1);
  });

  it('waits half as long again each time that nothing has changed, and a minute at the most', async () => {
    const times = [];
    polling = poll(async () => {
      times.push(Date.now());
      return false;
    });
    await pass(400);
    const waits = times.slice(1).map((time, index) => (time - times[index]) / 1000);
    expect(waits.slice(0, 3)).toEqual([7.5, 11.25, 16.875]);
    expect(Math.max(...waits)).toBe(60);
  });

  it('looks again soon after something has changed', async () => {
    const look = jest.fn().mockResolvedValueOnce(false).mockResolvedValueOnce(true).mockResolvedValue(false);
    polling = poll(look);
    await pass(5 + 7.5);
    expect(look).toHaveBeenCalledTimes(2);
    await pass(5);
    expect(look).toHaveBeenCalledTimes(3);
  });

  it('goes on after a look that failed, and takes its time', async () => {
    const look = jest.fn().mockRejectedValueOnce(new Error('offline')).mockResolvedValue(false);
    polling = poll(look);
    await pass(5);
    await pass(7.499);
    expect(look).toHaveBeenCalledTimes(1);
    await pass(0.001);
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('rests while the tab is hidden, and looks at once when it is shown again', async () => {
    const look = nothing();
    polling = poll(look);
    show(false);
    await pass(600);
    expect(look).toHaveBeenCalledTimes(0);
    show(true);
    expect(look).toHaveBeenCalledTimes(1);
  });

  it('does not begin in a hidden tab', async () => {
    hidden = true;
    const look = nothing();
    polling = poll(look);
    await pass(600);
    expect(look).toHaveBeenCalledTimes(0);
  });

  it('hurries when asked to', async () => {
    const look = nothing();
    polling = poll(look, { shortest: 1_000 });
    await pass(60);
    const before = look.mock.calls.length;
    polling.hurry();
    await pass(1);
    expect(look).toHaveBeenCalledTimes(before + 1);
  });

  it('never looks twice at a time', async () => {
    let finish;
    const look = jest.fn(() => new Promise((resolve) => (finish = resolve)));
    polling = poll(look);
    await pass(5);
    polling.hurry();
    show(false);
    show(true);
    await pass(60);
    expect(look).toHaveBeenCalledTimes(1);
    finish(false);
    await pass(5);
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('ends when stopped, also in the midst of a look', async () => {
    let finish;
    const look = jest.fn(() => new Promise((resolve) => (finish = resolve)));
    polling = poll(look);
    await pass(5);
    polling.stop();
    finish(true);
    show(false);
    show(true);
    await pass(600);
    expect(look).toHaveBeenCalledTimes(1);
  });
});
