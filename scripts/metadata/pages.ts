/** Whether Lightning pages can be deployed: regions and components that exist and may stand there; tabs and apps of them. */
import { children, lineOf, text, texts, type Element, type Finding, type MetadataFile } from './files.ts';
import type { Names } from './references.ts';

/** Regions of the templates that we use. */
const regionsOf: Record<string, string[]> = {
  'flexipage:recordHomeTemplateDesktop': ['header', 'main', 'sidebar'],
  'flexipage:defaultAppHomeTemplate': ['main'],
};
const targetOf: Record<string, string> = { RecordPage: 'lightning__RecordPage', AppPage: 'lightning__AppPage' };
/** Properties that name a facet of the page. */
const facetProperties = ['body', 'tabs'];

type Report = (needle: string, what: string) => void;

/** Pages, and what apps, tabs and translations say of them. */
export function checkPages(file: MetadataFile, names: Names, findings: Finding[]): void {
  const report: Report = (needle, what) => findings.push({ where: lineOf(file, needle), what });
  switch (file.type) {
    case 'FlexiPage':
      return checkPage(file, names, report);
    case 'CustomTab': {
      const page = text(file.root, 'flexiPage');
      if (page !== '') checkAppPage(page, names, report);
      return;
    }
    case 'CustomApplication':
      for (const override of children(file.root, 'actionOverrides')) checkOverride(override, names, report);
      return;
    case 'Translations':
      return checkTabNames(file, names, report);
    default:
      return;
  }
}

const named = ({ files }: Names, type: string, name: string): MetadataFile | undefined =>
  files.find((file) => file.type === type && file.name === name);

function checkAppPage(name: string, names: Names, report: Report): void {
  const page = named(names, 'FlexiPage', name);
  if (page === undefined) report(`>${name}<`, `page ${name} does not exist`);
  else if (text(page.root, 'type') !== 'AppPage') report(`>${name}<`, `${name} is no app page: a tab shows no other`);
}

/** A language has a name for every tab of ours; those of objects are called as the object. */
function checkTabNames(file: MetadataFile, { files }: Names, report: Report): void {
  const ours = files.filter(({ type, root }) => type === 'CustomTab' && text(root, 'label') !== '');
  const translated = children(file.root, 'customTabs').map((tab) => text(tab, 'name'));
  for (const name of translated) {
    if (!ours.some((tab) => tab.name === name)) report(`>${name}<`, `tab ${name} does not exist`);
  }
  for (const { name } of ours) {
    if (!translated.includes(name)) report('<Translations', `tab ${name} is not translated`);
  }
}

function checkOverride(override: Element, names: Names, report: Report): void {
  const [name, object] = [text(override, 'content'), text(override, 'pageOrSobjectType')];
  if (text(override, 'type') !== 'Flexipage') return;
  const page = named(names, 'FlexiPage', name);
  if (page === undefined) report(`>${name}<`, `page ${name} does not exist`);
  else if (text(page.root, 'sobjectType') !== object) report(`>${name}<`, `${name} is no record page of ${object}`);
}

function checkPage(file: MetadataFile, names: Names, report: Report): void {
  const { root } = file;
  const object = text(root, 'sobjectType');
  const isRecordPage = text(root, 'type') === 'RecordPage';
  if (isRecordPage && !names.schema.objects.has(object)) report('<sobjectType>', `object ${object} does not exist`);
  if (!isRecordPage && object !== '') report('<sobjectType>', `a page of type ${text(root, 'type')} takes no object`);
  const template = children(root, 'template').map((each) => text(each, 'name'))[0] ?? '';
  const known = regionsOf[template];
  if (known === undefined) return report('<template>', `template ${template} is not known to this check`);
  const regions = children(root, 'flexiPageRegions');
  const facets = regions.filter((region) => text(region, 'type') === 'Facet').map((region) => text(region, 'name'));
  const identifiers = new Set<string>();
  for (const region of regions) {
    const name = text(region, 'name');
    if (!facets.includes(name) && !known.includes(name)) report(`<name>${name}<`, `${template} has no region ${name}`);
    for (const item of children(region, 'itemInstances')) {
      for (const instance of children(item, 'componentInstance')) {
        checkInstance(instance, { facets, identifiers, type: text(root, 'type'), object }, names, report);
      }
    }
  }
}

interface Place {
  facets: string[];
  identifiers: Set<string>;
  type: string;
  object: string;
}

function checkInstance(instance: Element, place: Place, names: Names, report: Report): void {
  const component = text(instance, 'componentName');
  const identifier = text(instance, 'identifier');
  if (identifier === '') report(`>${component}<`, `${component} has no identifier`);
  else if (place.identifiers.has(identifier)) report(`>${identifier}<`, `identifier ${identifier} stands twice`);
  place.identifiers.add(identifier);
  for (const property of children(instance, 'componentInstanceProperties')) {
    const value = text(property, 'value');
    if (facetProperties.includes(text(property, 'name')) && !place.facets.includes(value))
      report(`>${value}<`, `facet ${value} does not exist`);
  }
  if (component.startsWith('c:')) checkComponent(component, place, names, report);
}

/** A component of ours must exist, and say that it may stand on such a page. */
function checkComponent(component: string, { type, object }: Place, names: Names, report: Report): void {
  const bundle = named(names, 'LightningComponentBundle', component.slice(2));
  if (bundle === undefined) return report(`>${component}<`, `component ${component} does not exist`);
  const targets = children(bundle.root, 'targets').flatMap((each) => texts(each, 'target'));
  const target = targetOf[type] ?? '';
  if (text(bundle.root, 'isExposed') !== 'true' || !targets.includes(target))
    report(`>${component}<`, `${component} is not exposed to ${target || type}`);
  const objects = children(bundle.root, 'targetConfigs')
    .flatMap((each) => children(each, 'targetConfig'))
    .flatMap((each) => children(each, 'objects'))
    .flatMap((each) => texts(each, 'object'));
  if (object !== '' && objects.length > 0 && !objects.includes(object))
    report(`>${component}<`, `${component} is not for ${object}`);
}
