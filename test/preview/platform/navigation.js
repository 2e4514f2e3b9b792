/** `lightning/navigation`: page references become addresses of the preview, and the shell goes there. */
const Navigate = Symbol('Navigate');
const GenerateUrl = Symbol('GenerateUrl');

/** The address of a page reference. Throws for a type that the preview has no page for. */
export function addressOf({ type, attributes = {} }) {
  switch (type) {
    case 'standard__recordPage':
      return `/lightning/r/${attributes.objectApiName ?? 'record'}/${attributes.recordId}/${attributes.actionName}`;
    case 'standard__objectPage':
      return `/lightning/o/${attributes.objectApiName}/${attributes.actionName}`;
    case 'standard__navItemPage':
      return `/lightning/n/${attributes.apiName}`;
    case 'comm__namedPage':
      return `/partner/${attributes.name}`;
    case 'standard__webPage':
      return attributes.url;
    default:
      throw new Error(`preview: lightning/navigation knows no page of type ${type}`);
  }
}

/** The address with the person and the language of this page. */
export function keeping(address) {
  const url = new URL(address, location.href);
  if (url.origin === location.origin) {
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (name === 'as' || name === 'language') url.searchParams.set(name, value);
    }
  }
  return url.href;
}

export function navigate(_context, page, replace = false) {
  const href = keeping(addressOf(page));
  window.dispatchEvent(new CustomEvent('preview:navigate', { detail: { href, replace } }));
}

export const generateUrl = async (_context, page) => keeping(addressOf(page));

export const NavigationMixin = (Base) =>
  class extends Base {
    [Navigate](page, replace) {
      navigate(null, page, replace);
    }
    [GenerateUrl](page) {
      return generateUrl(null, page);
    }
  };
NavigationMixin.Navigate = Navigate;
NavigationMixin.GenerateUrl = GenerateUrl;

/** The wire that tells where one is. */
export class CurrentPageReference {
  constructor(deliver) {
    this.deliver = () => deliver(globalThis.preview.pageReference);
  }
  connect() {
    window.addEventListener('preview:page', this.deliver);
    this.deliver();
  }
  update() {}
  disconnect() {
    window.removeEventListener('preview:page', this.deliver);
  }
}

export class NavigationContext {
  constructor(deliver) {
    deliver({});
  }
  connect() {}
  update() {}
  disconnect() {}
}
