/** Tasks and events. What they may be about besides accounts and opportunities is added when the schema is loaded. */
import {
  always,
  checkbox,
  date,
  datetime,
  field,
  int,
  long,
  picklist,
  reference,
  required,
  system,
  text,
} from '../field.ts';
import { standard } from '../object.ts';
import type { ObjectDef } from '../../types.ts';

const about = ['Account', 'Opportunity', 'Product2'];

export const activityObjects: ObjectDef[] = [
  standard('Task', '00T', { sharing: 'Private', owner: true }, [
    reference('WhoId', 'Contact', 'Tasks', { label: 'Name ID' }),
    reference('WhatId', about, 'Tasks', { label: 'Related To ID', cascadeDelete: true }),
    text('Subject', 255, always, { nameField: true }),
    date('ActivityDate', { label: 'Due Date Only' }),
    picklist('Status', '*Not Started;In Progress;Completed;Waiting on someone else;Deferred', { length: 40 }, always),
    picklist('Priority', 'High;*Normal;Low', { length: 40 }, always),
    checkbox('IsHighPriority', system),
    long('Description', 32000),
    reference('AccountId', 'Account', null, system),
    checkbox('IsClosed', system, { label: 'Closed' }),
    picklist('TaskSubtype', '*Task;Email;Call;Cadence;ListEmail;LinkedIn', { length: 40, updateable: false }, always),
    picklist('Type', 'Call;Meeting;Other'),
    int('CallDurationInSeconds', always),
    picklist('CallType', 'Internal;Inbound;Outbound', { length: 40 }, always),
    text('CallDisposition', 255, always),
    checkbox('IsArchived', system),
    datetime('CompletedDateTime', system),
    checkbox('IsReminderSet', always),
    datetime('ReminderDateTime', always),
  ]),
  standard('Event', '00U', { sharing: 'Private', owner: true }, [
    reference('WhoId', 'Contact', 'Events', { label: 'Name ID' }),
    reference('WhatId', about, 'Events', { label: 'Related To ID', cascadeDelete: true }),
    text('Subject', 255, always, { nameField: true }),
    text('Location', 255),
    checkbox('IsAllDayEvent', always),
    datetime('ActivityDateTime', always),
    date('ActivityDate', always),
    int('DurationInMinutes', always),
    datetime('StartDateTime', always),
    datetime('EndDateTime', always),
    long('Description', 32000),
    reference('AccountId', 'Account', null, system),
    checkbox('IsPrivate', always),
    picklist('ShowAs', '*Busy;OutOfOffice;Free', { length: 40 }, always),
    picklist('Type', 'Email;Meeting;Other;Call'),
    checkbox('IsChild', system),
    checkbox('IsArchived', system),
  ]),
];

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

export const calendarObjects: ObjectDef[] = [
  standard('BusinessHours', '01m', { plural: 'Business Hours', writes: 'create-update', softDelete: false }, [
    text('Name', 80, required, { nameField: true, label: 'Business Hours Name' }),
    checkbox('IsActive', always),
    checkbox('IsDefault', always),
    text('TimeZoneSidKey', 40, always),
    ...weekdays.flatMap((day) => [field(`${day}StartTime`, 'time', always), field(`${day}EndTime`, 'time', always)]),
  ]),
  standard('Holiday', '0C0', { softDelete: false }, [
    text('Name', 80, required, { nameField: true, label: 'Holiday Name' }),
    text('Description', 100, always),
    checkbox('IsAllDay', always),
    date('ActivityDate', always),
    int('StartTimeInMinutes', always),
    int('EndTimeInMinutes', always),
    checkbox('IsRecurrence', always),
    date('RecurrenceStartDate', always),
    date('RecurrenceEndDateOnly', always),
    picklist(
      'RecurrenceType',
      'RecursDaily;RecursEveryWeekday;RecursMonthly;RecursMonthlyNth;RecursWeekly;RecursYearly;RecursYearlyNth',
      always,
    ),
    int('RecurrenceInterval', always),
    int('RecurrenceDayOfWeekMask', always),
    int('RecurrenceDayOfMonth', always),
    picklist('RecurrenceInstance', 'First;Second;Third;Fourth;Last', always),
    picklist(
      'RecurrenceMonthOfYear',
      'January;February;March;April;May;June;July;August;September;October;November;December',
      always,
    ),
  ]),
];
