import { LightningElement } from 'lwc';
import { keeping } from 'lightning/navigation';

const { preview } = globalThis;

/** The frame of every page: who looks, in which language, and where. */
export default class App extends LightningElement {
  words = preview.words;
  isPortal = preview.person.kind === 'partner';
  url = new URL(location.href);

  go = ({ detail: { href, replace } }) => {
    if (new URL(href).origin !== location.origin) return window.open(href, '_blank', 'noopener');
    history[replace ? 'replaceState' : 'pushState'](null, '', href);
    return this.arrive();
  };

  arrive = () => {
    this.url = new URL(location.href);
    window.scrollTo(0, 0);
    window.dispatchEvent(new CustomEvent('preview:page'));
  };

  connectedCallback() {
    window.addEventListener('preview:navigate', this.go);
    window.addEventListener('popstate', this.arrive);
    if (['/', '/partner'].includes(this.url.pathname) && this.home) {
      this.go({ detail: { href: keeping(this.home), replace: true } });
    }
  }

  disconnectedCallback() {
    window.removeEventListener('preview:navigate', this.go);
    window.removeEventListener('popstate', this.arrive);
  }

  get pages() {
    return this.isPortal ? preview.portal : preview.app.tabs;
  }

  /** A salesperson begins with the deal that was chosen for him, others with their first page. */
  get home() {
    const { dealId } = preview.person;
    return dealId ? `/lightning/r/Opportunity/${dealId}/view` : this.pages[0]?.address;
  }

  get title() {
    return this.isPortal ? preview.person.firm : preview.app.label;
  }

  get mainClass() {
    return this.isPortal ? 'portal' : undefined;
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
    return this.pages.map(({ label, address }) => {
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
    if (first === 'partner') {
      const component = preview.portal.find(({ address }) => address === this.url.pathname)?.component;
      return component ? { item: `c:${component}`, properties: {} } : {};
    }
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

  /** Another person has other rights and other pages, so it begins with his first. */
  handlePerson(event) {
    const person = preview.people.find(({ key }) => key === event.target.value);
    const url = new URL(person.kind === 'partner' ? '/partner' : '/', location.href);
    url.searchParams.set('as', person.key);
    url.searchParams.set('language', preview.language);
    location.assign(url);
  }

  handleLanguage(event) {
    const url = new URL(location.href);
    url.searchParams.set('language', event.target.value);
    location.assign(url);
  }
}
