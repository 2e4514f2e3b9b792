import { LightningElement, api } from 'lwc';
import LANG from '@salesforce/i18n/lang';
import title from '@salesforce/label/c.Fairlead_Standing_Level';
import none from '@salesforce/label/c.Fairlead_Standing_Level_None';
import unknown from '@salesforce/label/c.Fairlead_Standing_Level_Unknown';
import reachesMore from '@salesforce/label/c.Fairlead_Standing_Reaches_More';
import top from '@salesforce/label/c.Fairlead_Standing_Top';
import toReach from '@salesforce/label/c.Fairlead_Standing_To_Reach';
import toKeep from '@salesforce/label/c.Fairlead_Standing_To_Keep';
import anyPath from '@salesforce/label/c.Fairlead_Standing_Any_Path';
import given from '@salesforce/label/c.Fairlead_Standing_Given';
import done from '@salesforce/label/c.Fairlead_Standing_Done';
import of from '@salesforce/label/c.Fairlead_Standing_Of';
import missing from '@salesforce/label/c.Fairlead_Standing_Missing';
import revenue from '@salesforce/label/c.Fairlead_Standing_Revenue';
import people from '@salesforce/label/c.Fairlead_Standing_People';
import competencies from '@salesforce/label/c.Fairlead_Standing_Competencies_Held';
import customers from '@salesforce/label/c.Fairlead_Standing_Customers';

const MEASURES = { revenue, people, competencies, customers };

/** A partner's level, and how far he is on each path that leads up. */
export default class StandingLevels extends LightningElement {
  /** `Standing__c` of his record. */
  @api standing;

  label = { title, anyPath, given, done, of, missing };

  get current() {
    const { onRecord } = this.standing.level;
    if (onRecord.kind === 'known') return onRecord.name;
    return onRecord.kind === 'unknown' ? unknown.replace('{0}', () => onRecord.key) : none;
  }

  get rank() {
    const { onRecord } = this.standing.level;
    return onRecord.kind === 'known' ? onRecord.rank : -1;
  }

  /** A person gives the level; figures that reach further are worth a call. */
  get more() {
    const { reached } = this.standing.level;
    return reached && reached.rank > this.rank ? reachesMore.replace('{0}', () => reached.name) : undefined;
  }

  get isTop() {
    return this.rank >= 0 && this.levels.every(({ isAbove }) => !isAbove);
  }

  get top() {
    return top;
  }

  /** Those above his, and his own where its figures no longer hold. */
  get levels() {
    return this.standing.levels
      .filter(({ rank, onRecord, reached, paths }) => rank > this.rank || (onRecord && !reached && paths.length > 0))
      .map((level) => ({
        key: level.key,
        isAbove: level.rank > this.rank,
        heading: (level.rank > this.rank ? toReach : toKeep).replace('{0}', () => level.name),
        isGiven: level.paths.length === 0,
        hasChoice: level.paths.length > 1,
        paths: level.paths.map((path, index) => this.pathOf(path, index))
      }));
  }

  pathOf({ name, done: isDone, steps }, index) {
    return { key: `${index} ${name}`, name, isDone, steps: steps.map((step, at) => this.stepOf(step, at)) };
  }

  stepOf({ measure, families, competency, have, needed, missing: gap, done: isDone }, index) {
    const of_ = families
      ? new Intl.ListFormat(LANG, { type: 'disjunction' }).format(families)
      : this.nameOf(competency);
    return {
      key: `${index} ${measure}`,
      name: [MEASURES[measure] ?? measure, of_].filter(Boolean).join(': '),
      have,
      needed,
      gap,
      isDone,
      isOpen: !isDone,
      share: Number(needed) > 0 ? Number(have) / Number(needed) : 1,
      tone: isDone ? 'good' : undefined,
      style: measure === 'revenue' ? 'currency' : 'decimal',
      currency: this.standing.currency
    };
  }

  nameOf(competency) {
    return this.standing.competencies.find(({ key }) => key === competency)?.name ?? competency;
  }
}
