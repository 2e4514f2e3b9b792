/** Names made of parts, activities and users. */
import type { Row } from '../../types.ts';
import type { Work } from '../work.ts';
import { profiles } from '../profiles.ts';
import { refuse } from '../failure.ts';
import { asNumber, asText, type Automation } from './automation.ts';

const fullName = (row: Row): string =>
  [row['FirstName'], row['LastName']].filter((part) => typeof part === 'string').join(' ');

export const contact: Automation = {
  before(_work, row) {
    row['Name'] = fullName(row);
    row['IsEmailBounced'] = (row['EmailBouncedDate'] ?? null) !== null;
  },
};

export const user: Automation = {
  before(work, row) {
    row['Name'] = fullName(row);
    const profileName = work.rows.get('Profile', String(row['ProfileId']))?.['Name'];
    row['UserType'] = profiles.find((profile) => profile.name === profileName)?.userType ?? 'Standard';
    const contactId = asText(row['ContactId']);
    row['AccountId'] = contactId === null ? null : (work.rows.get('Contact', contactId)?.['AccountId'] ?? null);
  },
};

/** The account of what an activity is about, else of whom it is with. */
function accountOf(work: Work, row: Row): string | null {
  const whatId = asText(row['WhatId']);
  if (whatId?.startsWith('001')) return whatId;
  const opportunity = whatId?.startsWith('006') ? work.rows.get('Opportunity', whatId) : null;
  const whoId = asText(row['WhoId']);
  const who = whoId === null ? null : work.rows.get('Contact', whoId);
  return asText(opportunity?.['AccountId']) ?? asText(who?.['AccountId']);
}

export const task: Automation = {
  before(work, row, prior) {
    row['IsClosed'] = row['Status'] === 'Completed';
    row['IsHighPriority'] = row['Priority'] === 'High';
    row['AccountId'] = accountOf(work, row);
    if (!row['IsClosed']) row['CompletedDateTime'] = null;
    else if (prior?.['IsClosed'] !== true) row['CompletedDateTime'] = work.at;
  },
};

const MINUTE = 60_000;

export const event: Automation = {
  before(work, row, _prior, given) {
    row['AccountId'] = accountOf(work, row);
    const start = asText(given['StartDateTime']) ?? asText(given['ActivityDateTime']) ?? asText(row['StartDateTime']);
    if (start === null) {
      if ((row['ActivityDate'] ?? null) === null) {
        refuse('REQUIRED_FIELD_MISSING', 'Required fields are missing: [ActivityDateTime]', ['ActivityDateTime']);
      }
      return;
    }
    const end = asText(given['EndDateTime']);
    const duration = end === null ? asNumber(row['DurationInMinutes']) : (Date.parse(end) - Date.parse(start)) / MINUTE;
    if (duration === null) {
      refuse('REQUIRED_FIELD_MISSING', 'Required fields are missing: [DurationInMinutes]', ['DurationInMinutes']);
    }
    if (duration < 0) refuse('FIELD_INTEGRITY_EXCEPTION', 'Event duration cannot be negative.', ['EndDateTime']);
    row['StartDateTime'] = row['ActivityDateTime'] = start;
    row['ActivityDate'] = start.slice(0, 10);
    row['DurationInMinutes'] = duration;
    row['EndDateTime'] = new Date(Date.parse(start) + duration * MINUTE).toISOString();
  },
};
