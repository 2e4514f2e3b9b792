/** Platform limits that a deploy would run into. */
import { lineOf, text, type Finding, type MetadataFile } from './files.ts';

/** Longest texts, by metadata type and element. */
const longest: Record<string, Record<string, number>> = {
  ValidationRule: { errorMessage: 255, description: 255 },
  CustomField: { label: 40, description: 1000, inlineHelpText: 510, formula: 3900 },
  CustomObject: { label: 40, pluralLabel: 40, description: 1000 },
  PermissionSet: { label: 80, description: 255 },
  CustomPermission: { label: 80, description: 255 },
  CustomApplication: { label: 40, description: 255 },
  ListView: { label: 40 },
  CompactLayout: { label: 80 },
  CustomFieldTranslation: { label: 40, help: 510 },
};
const developerName = /^[A-Za-z](?:_?[A-Za-z0-9])*(?:__c|__chn)?$/;

export function checkLimits(file: MetadataFile, findings: Finding[]): void {
  for (const [name, most] of Object.entries(longest[file.type] ?? {})) {
    const value = text(file.root, name);
    if (value.length > most) {
      findings.push({
        where: lineOf(file, `<${name}>`),
        what: `${name} has ${value.length} characters — at most ${most}`,
      });
    }
  }
  const fullName = text(file.root, 'fullName');
  if (fullName !== '' && fullName !== file.name) {
    findings.push({
      where: lineOf(file, '<fullName>'),
      what: `fullName ${fullName} — expected ${file.name}, as the file is called`,
    });
  }
  if (
    ['CustomField', 'CustomObject', 'PermissionSet', 'ValidationRule'].includes(file.type) &&
    !developerName.test(file.name)
  ) {
    findings.push({
      where: file.shown,
      what: `${file.name} — expected letters, digits and single underscores, beginning with a letter`,
    });
  }
}
