import { LightningElement, api } from 'lwc';
import { likenessInWords } from 'c/customerReasons';
import LANG from '@salesforce/i18n/lang';
import LOCALE from '@salesforce/i18n/locale';
import title from '@salesforce/label/c.Fairlead_Engagement_Grounds';
import registration from '@salesforce/label/c.Fairlead_Engagement_Registration';
import protectedUntil from '@salesforce/label/c.Fairlead_Engagement_Protected_Until';
import extensionPending from '@salesforce/label/c.Fairlead_Engagement_Extension_Pending';
import customer from '@salesforce/label/c.Fairlead_Engagement_Customer';
import products from '@salesforce/label/c.Fairlead_Engagement_Products';
import sameCustomer from '@salesforce/label/c.Fairlead_Engagement_Same_Customer';
import linked from '@salesforce/label/c.Fairlead_Engagement_Linked';
import certainty from '@salesforce/label/c.Fairlead_Engagement_Certainty';
import speaksFor from '@salesforce/label/c.Fairlead_Engagement_Speaks_For';
import speaksAgainst from '@salesforce/label/c.Fairlead_Engagement_Speaks_Against';
import doubtDates from '@salesforce/label/c.Fairlead_Engagement_Doubt_Dates';
import doubtAmounts from '@salesforce/label/c.Fairlead_Engagement_Doubt_Amounts';

const DOUBTS = { 'close dates apart': doubtDates, 'amounts apart': doubtAmounts };

/** What a protection rests on, as the service wrote it into the assessment. */
export default class EngagementGrounds extends LightningElement {
  @api grounds;
  @api protectedUntil;

  label = {
    title,
    registration,
    protectedUntil,
    extensionPending,
    customer,
    products,
    sameCustomer,
    linked,
    speaksFor,
    speaksAgainst
  };

  get products() {
    return new Intl.ListFormat(LANG, { type: 'unit', style: 'short' }).format(this.grounds.productFamilies);
  }

  get certainty() {
    const share = new Intl.NumberFormat(LOCALE, { style: 'percent' }).format(this.grounds.match);
    return this.grounds.linked ? undefined : certainty.replace('{0}', () => share);
  }

  get reasonsFor() {
    return listed(this.said('for'));
  }

  get reasonsAgainst() {
    return listed([...this.said('against'), ...this.grounds.doubts.map(doubtInWords).filter(Boolean)]);
  }

  get hasFor() {
    return !this.grounds.linked && this.reasonsFor.length > 0;
  }

  get hasAgainst() {
    return !this.grounds.linked && this.reasonsAgainst.length > 0;
  }

  said(side) {
    return this.grounds.likeness
      .filter(({ speaks }) => speaks === side)
      .map(likenessInWords)
      .filter(Boolean);
  }
}

function listed(sentences) {
  return sentences.map((words, index) => ({ key: String(index), words }));
}

function doubtInWords({ code, args }) {
  return DOUBTS[code]?.replace(/\{(\w+)\}/g, (_, name) => new Intl.NumberFormat(LOCALE).format(args[name]));
}
