/** Which pages there are and what stands on them: the Lightning app, its tabs and its pages, from force-app. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { components, forceApp, tabLabel, type Language } from './build/sources.ts';
import { wordsOf } from './words.ts';

const main = join(forceApp, 'main/default');
const many = [
  'flexiPageRegions',
  'itemInstances',
  'componentInstanceProperties',
  'tabs',
  'tabSettings',
  'actionOverrides',
];
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
export function portalPages(language: Language): PortalPage[] {
  const words = wordsOf[language];
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

/** The app as somebody with these permission sets sees it, with those of its tabs that the preview has pages for. */
export function readApp(language: Language, permissionSets: readonly string[]): LightningApp {
  const app = read<AppFile>('applications/Fairlead.app-meta.xml', 'CustomApplication');
  const overrides = (app.actionOverrides ?? []).filter(({ formFactor }) => formFactor === 'Large');
  const granted = new Set(permissionSets.flatMap(tabsOf));
  const isShown = (tab: string) => tab.startsWith('standard-') || granted.has(tab);
  return {
    label: app.label,
    tabs: app.tabs.filter(isShown).flatMap((name) => tabNamed(name, language) ?? []),
    recordPages: Object.fromEntries(
      overrides.map(({ content, pageOrSobjectType }) => [pageOrSobjectType, readPage(content)]),
    ),
  };
}

/** Tabs that a permission set of force-app shows. Standard ones are the profile's, which an org has by itself. */
function tabsOf(permissionSet: string): string[] {
  const file = `permissionsets/${permissionSet}.permissionset-meta.xml`;
  if (!existsSync(join(main, file))) return [];
  const { tabSettings = [] } = read<{ tabSettings?: { tab: string; visibility: string }[] }>(file, 'PermissionSet');
  return tabSettings.filter(({ visibility }) => visibility === 'Visible').map(({ tab }) => tab);
}

function tabNamed(name: string, language: Language): Tab | null {
  if (name === 'standard-Opportunity') {
    return { name, label: wordsOf[language].opportunities, address: '/lightning/o/Opportunity/list', page: null };
  }
  const file = `tabs/${name}.tab-meta.xml`;
  if (!existsSync(join(main, file))) return null;
  const tab = read<{ label?: string; flexiPage?: string }>(file, 'CustomTab');
  if (tab.flexiPage === undefined) return null;
  const page = readPage(tab.flexiPage);
  const label = tabLabel(name, language) ?? tab.label ?? page.label;
  return { name, label, address: `/lightning/n/${name}`, page };
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
