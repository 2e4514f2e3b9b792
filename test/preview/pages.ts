/** Which pages there are and what stands on them: the Lightning app, its tabs and its pages, from force-app. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { components, forceApp } from './build/sources.ts';
import type { Words } from './words.ts';

const main = join(forceApp, 'main/default');
const many = ['flexiPageRegions', 'itemInstances', 'componentInstanceProperties', 'tabs', 'actionOverrides'];
const parser = new XMLParser({ parseTagValue: false, isArray: (name) => many.includes(name) });

export interface Item {
  /** Such as `c:engagementPanel` or `force:highlightsPanel`. */
  component: string;
  properties: Record<string, string>;
}

export interface LightningPage {
  label: string;
  type: string;
  /** What stands in each region and facet, by name. */
  regions: Record<string, Item[]>;
}

export interface Tab {
  name: string;
  label: string;
  /** Address within the preview. */
  address: string;
  page: LightningPage | null;
}

export interface LightningApp {
  label: string;
  tabs: Tab[];
  /** Record pages by object. */
  recordPages: Record<string, LightningPage>;
}

/** A page of the partner portal, with the one component that stands on it. */
export interface PortalPage {
  label: string;
  address: string;
  component: string;
}

/** The pages of the portal, in the words of its reader. */
export function portalPages(words: Words): PortalPage[] {
  const pages: [component: string, address: string, label: string][] = [
    ['myDeals', 'my-deals', words.myDeals],
    ['registerDeal', 'register-a-deal', words.registerDeal],
    ['myStanding', 'my-standing', words.myStanding],
    ['ourCompetencies', 'our-competencies', words.ourCompetencies],
  ];
  const there = components();
  return pages
    .filter(([component]) => there.has(component))
    .map(([component, address, label]) => ({ component, address: `/partner/${address}`, label }));
}

interface AppFile {
  label: string;
  tabs: string[];
  actionOverrides?: { content: string; formFactor: string; pageOrSobjectType: string }[];
}
interface PageFile {
  masterLabel: string;
  type: string;
  flexiPageRegions: { name: string; itemInstances?: { componentInstance: Instance }[] }[];
}
interface Instance {
  componentName: string;
  componentInstanceProperties?: { name: string; value?: string }[];
}

/** The app with those of its tabs that the preview has pages for. */
export function readApp(words: Words): LightningApp {
  const app = read<AppFile>('applications/Fairlead.app-meta.xml', 'CustomApplication');
  const overrides = (app.actionOverrides ?? []).filter(({ formFactor }) => formFactor === 'Large');
  return {
    label: app.label,
    tabs: app.tabs.flatMap((name) => tabNamed(name, words) ?? []),
    recordPages: Object.fromEntries(
      overrides.map(({ content, pageOrSobjectType }) => [pageOrSobjectType, readPage(content)]),
    ),
  };
}

function tabNamed(name: string, words: Words): Tab | null {
  if (name === 'standard-Opportunity') {
    return { name, label: words.opportunities, address: '/lightning/o/Opportunity/list', page: null };
  }
  const file = `tabs/${name}.tab-meta.xml`;
  if (!existsSync(join(main, file))) return null;
  const tab = read<{ label?: string; flexiPage?: string }>(file, 'CustomTab');
  if (tab.flexiPage === undefined) return null;
  const page = readPage(tab.flexiPage);
  return { name, label: tab.label ?? page.label, address: `/lightning/n/${name}`, page };
}

function readPage(name: string): LightningPage {
  const page = read<PageFile>(`flexipages/${name}.flexipage-meta.xml`, 'FlexiPage');
  return {
    label: page.masterLabel,
    type: page.type,
    regions: Object.fromEntries(
      page.flexiPageRegions.map((region) => [
        region.name,
        (region.itemInstances ?? []).map(({ componentInstance }) => itemOf(componentInstance)),
      ]),
    ),
  };
}

const itemOf = ({ componentName, componentInstanceProperties: given = [] }: Instance): Item => ({
  component: componentName,
  properties: Object.fromEntries(given.map(({ name, value }) => [name, value ?? ''])),
});

function read<T>(file: string, root: string): T {
  return (parser.parse(readFileSync(join(main, file), 'utf8')) as Record<string, T>)[root]!;
}
