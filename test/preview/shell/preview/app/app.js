import { LightningElement } from 'lwc';
import { keeping } from 'lightning/navigation';

const { preview } = globalThis;

/** The frame of every page in the vendor's org: who looks, in which language, and where. */
export default class App extends LightningElement {
  words = preview.words;
  appName = preview.app.label;
  url = new URL(location.href);

  go = ({ detail: { href, replace } }) => {
    if (new URL(href).origin !== location.origin) return window.open(href, '_blank', 'noopener');
    history[replace ? 'replaceState' : 'pushState'](null, '', href);
    return this.arrive();
  };

  arrive = () => {
    this.url = new URL(location.href);
    window.dispatchEvent(new CustomEvent('preview:page'));
  };

  connectedCallback() {
    window.addEventListener('preview:navigate', this.go);
    window.addEventListener('popstate', this.arrive);
  }

  disconnectedCallback() {
    window.removeEventListener('preview:navigate', this.go);
    window.removeEventListener('popstate', this.arrive);
  }

  get people() {
    return preview.people.map(({ key, name, kind, firm }) => ({
      key,
      label: `${name}, ${firm ?? this.words[kind]}`,
      isChosen: key === preview.person.key,
    }));
  }

  get languages() {
    return preview.languages.map((key) => ({
      key,
      label: new Intl.DisplayNames([key], { type: 'language' }).of(key),
      isChosen: key === preview.language,
    }));
  }

  get tabs() {
    return preview.app.tabs.map(({ label, address }) => {
      const isHere = this.url.pathname === address;
      return {
        label,
        href: keeping(address),
        current: isHere ? 'page' : undefined,
        className: isHere ? 'slds-context-bar__item slds-is-active' : 'slds-context-bar__item',
      };
    });
  }

  get place() {
    const [, first, kind, name, id] = this.url.pathname.split('/').map(decodeURIComponent);
    if (first === 'component') return { item: `c:${kind}`, properties: Object.fromEntries(this.ownParameters) };
    if (kind === 'r') return { recordId: id, page: preview.app.recordPages[name] };
    if (kind === 'n') return { page: preview.app.tabs.find((tab) => tab.name === name)?.page };
    return { isList: kind === 'o' && name === 'Opportunity' };
  }

  get ownParameters() {
    return [...this.url.searchParams].filter(([name]) => name !== 'as' && name !== 'language');
  }

  handleTab(event) {
    event.preventDefault();
    this.go({ detail: { href: event.currentTarget.href } });
  }

  /** Another person has other rights and another language other words, so the page is asked for anew. */
  handleChoice(event) {
    const url = new URL(location.href);
    url.searchParams.set(event.target.dataset.parameter, event.target.value);
    location.assign(url);
  }
}
