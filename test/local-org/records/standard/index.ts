/** What Salesforce itself does, by object. */
import type { Automation } from './automation.ts';
import { opportunityLineItem, pricebookEntry, quote, quoteLineItem } from './lines.ts';
import { opportunity } from './opportunity.ts';
import { contact, event, task, user } from './others.ts';
import { opportunityPartner, partner } from './partner.ts';

export type { Writer } from './automation.ts';

export const automations: Readonly<Record<string, Automation>> = {
  Contact: contact,
  Event: event,
  Opportunity: opportunity,
  OpportunityLineItem: opportunityLineItem,
  OpportunityPartner: opportunityPartner,
  Partner: partner,
  PricebookEntry: pricebookEntry,
  Quote: quote,
  QuoteLineItem: quoteLineItem,
  Task: task,
  User: user,
};
