import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import LOCALE from '@salesforce/i18n/locale';
import heading from '@salesforce/label/c.Fairlead_Overview_Person';
import hint from '@salesforce/label/c.Fairlead_Overview_Person_Hint';
import off from '@salesforce/label/c.Fairlead_Overview_Person_Off';
import tooFew from '@salesforce/label/c.Fairlead_Overview_Person_Too_Few';
import choose from '@salesforce/label/c.Fairlead_Overview_Person_Choose';
import told from '@salesforce/label/c.Fairlead_Overview_Person_Told';
import { NAMES, OWNERS } from './queries';

/** Fewer deals say more about luck than about a person. */
const FAIR = 20;

export default class OverviewPerson extends LightningElement {
  label = { heading, choose };
  hint = hint.replace('{0}', () => FAIR);
  errors;
  chosen;
  _read;
  _names;
  _refresh;

  @wire(graphql, { query: OWNERS })
  receive({ data, errors, refresh }) {
    if (refresh) this._refresh = refresh;
    if (errors?.length) {
      this.errors = errors;
    } else if (data) {
      const { query, aggregate } = data.uiapi;
      this.errors = undefined;
      this._read = {
        // One policy that names nobody is enough: whose deals it covers is not told here.
        areNamed: query.naming.totalCount > 0 && query.silent.totalCount === 0,
        all: countsOf(aggregate.all),
        inTime: countsOf(aggregate.inTime)
      };
    }
  }

  get owners() {
    return [...(this._read?.all ?? [])].filter(([, count]) => count >= FAIR).map(([id]) => id);
  }

  get variables() {
    return { ids: this._read?.areNamed && this.owners.length > 0 ? this.owners : undefined };
  }

  @wire(graphql, { query: NAMES, variables: '$variables' })
  receiveNames({ data }) {
    if (data) this._names = data.uiapi.query.User.edges.map(({ node }) => ({ value: node.Id, label: node.Name.value }));
  }

  get isLoading() {
    return !this._read || (!this.empty && !this._names);
  }

  get empty() {
    if (!this._read) return undefined;
    if (!this._read.areNamed) return off;
    return this.owners.length === 0 ? tooFew.replace('{0}', () => FAIR) : undefined;
  }

  get options() {
    return this._names ?? [];
  }

  get told() {
    if (!this.chosen) return undefined;
    const number = new Intl.NumberFormat(LOCALE);
    const percent = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 0 });
    const all = this._read.all.get(this.chosen);
    const inTime = this._read.inTime.get(this.chosen) ?? 0;
    const values = [number.format(inTime), number.format(all), percent.format(inTime / all)];
    return told.replace(/\{(\d)\}/g, (_, index) => values[index]);
  }

  handleChoose({ detail }) {
    this.chosen = detail.value;
  }

  async handleReadAgain() {
    try {
      await this._refresh?.();
    } catch (error) {
      this.errors = [error];
    }
  }
}

function countsOf({ edges }) {
  return new Map(edges.map(({ node }) => [node.aggregate.OwnerId.value, node.aggregate.Id.count.value]));
}
