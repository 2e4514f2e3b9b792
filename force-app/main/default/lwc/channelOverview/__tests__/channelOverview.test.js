import { createElement } from 'lwc';
import { poll } from 'c/polling';
import ChannelOverview from 'c/channelOverview';

jest.mock('c/polling', () => ({ poll: jest.fn() }));

const polling = { hurry: jest.fn(), stop: jest.fn() };

function overview() {
  const element = createElement('c-channel-overview', { is: ChannelOverview });
  document.body.appendChild(element);
  const parts = [...element.shadowRoot.querySelectorAll('[data-part]')];
  const refreshed = parts.map((part) => jest.spyOn(part, 'refresh').mockImplementation(() => undefined));
  return { element, refreshed };
}

beforeEach(() => poll.mockReturnValue(polling));
afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.clearAllMocks();
});

describe('channel overview', () => {
  it('has every part', () => {
    const { element } = overview();
    expect(
      [...element.shadowRoot.querySelector('.parts').children].map(({ tagName }) => tagName.toLowerCase())
    ).toEqual([
      'c-overview-figures',
      'c-overview-engagement',
      'c-overview-patterns',
      'c-overview-ending',
      'c-overview-unpartnered',
      'c-overview-person'
    ]);
  });

  it('reads all parts anew every five minutes, and when asked to', async () => {
    const { element, refreshed } = overview();
    const [look, waits] = poll.mock.calls[0];
    expect(waits).toEqual({ shortest: 300_000, longest: 300_000 });
    expect(await look()).toBe(false);
    element.shadowRoot.querySelector('lightning-button').click();
    expect(refreshed.map((spy) => spy.mock.calls.length)).toEqual([2, 2, 2, 2, 2]);
  });

  it('stops when it leaves the page', () => {
    const { element } = overview();
    element.remove();
    expect(polling.stop).toHaveBeenCalledTimes(1);
  });
});
