import wordsSame from '@salesforce/label/c.Fairlead_Engagement_Match_Words_Same';
import wordsAlias from '@salesforce/label/c.Fairlead_Engagement_Match_Words_Alias';
import wordsGroupWord from '@salesforce/label/c.Fairlead_Engagement_Match_Words_Group_Word';
import wordsPlace from '@salesforce/label/c.Fairlead_Engagement_Match_Words_Place';
import wordsAdded from '@salesforce/label/c.Fairlead_Engagement_Match_Words_Added';
import wordsOtherPlace from '@salesforce/label/c.Fairlead_Engagement_Match_Words_Other_Place';
import wordsOtherNumber from '@salesforce/label/c.Fairlead_Engagement_Match_Words_Other_Number';
import wordsOtherWord from '@salesforce/label/c.Fairlead_Engagement_Match_Words_Other_Word';
import wordsDifferent from '@salesforce/label/c.Fairlead_Engagement_Match_Words_Different';
import rarityCommon from '@salesforce/label/c.Fairlead_Engagement_Match_Rarity_Common';
import rarityRare from '@salesforce/label/c.Fairlead_Engagement_Match_Rarity_Rare';
import soundsAlike from '@salesforce/label/c.Fairlead_Engagement_Match_Sounds_Alike';
import slip from '@salesforce/label/c.Fairlead_Engagement_Match_Slip';
import slips from '@salesforce/label/c.Fairlead_Engagement_Match_Slips';
import initials from '@salesforce/label/c.Fairlead_Engagement_Match_Initials';
import formsSame from '@salesforce/label/c.Fairlead_Engagement_Match_Forms_Same';
import formsKind from '@salesforce/label/c.Fairlead_Engagement_Match_Forms_Kind';
import formsCountry from '@salesforce/label/c.Fairlead_Engagement_Match_Forms_Country';
import numberSame from '@salesforce/label/c.Fairlead_Engagement_Match_Number_Same';
import numberSlip from '@salesforce/label/c.Fairlead_Engagement_Match_Number_Slip';
import numberOther from '@salesforce/label/c.Fairlead_Engagement_Match_Number_Other';
import numberNotValid from '@salesforce/label/c.Fairlead_Engagement_Match_Number_Not_Valid';
import domainSame from '@salesforce/label/c.Fairlead_Engagement_Match_Domain_Same';
import domainMail from '@salesforce/label/c.Fairlead_Engagement_Match_Domain_Mail';
import domainLabel from '@salesforce/label/c.Fairlead_Engagement_Match_Domain_Label';
import domainCountries from '@salesforce/label/c.Fairlead_Engagement_Match_Domain_Countries';
import domainSpells from '@salesforce/label/c.Fairlead_Engagement_Match_Domain_Spells';
import domainOther from '@salesforce/label/c.Fairlead_Engagement_Match_Domain_Other';
import phoneSame from '@salesforce/label/c.Fairlead_Engagement_Match_Phone_Same';
import phoneSwitchboard from '@salesforce/label/c.Fairlead_Engagement_Match_Phone_Switchboard';
import phoneOther from '@salesforce/label/c.Fairlead_Engagement_Match_Phone_Other';
import addressStreet from '@salesforce/label/c.Fairlead_Engagement_Match_Address_Street';
import addressPostalCode from '@salesforce/label/c.Fairlead_Engagement_Match_Address_Postal_Code';
import addressCity from '@salesforce/label/c.Fairlead_Engagement_Match_Address_City';
import addressOtherCity from '@salesforce/label/c.Fairlead_Engagement_Match_Address_Other_City';
import countrySame from '@salesforce/label/c.Fairlead_Engagement_Match_Country_Same';
import countryOther from '@salesforce/label/c.Fairlead_Engagement_Match_Country_Other';
import parentAndChild from '@salesforce/label/c.Fairlead_Engagement_Match_Parent_And_Child';
import siblings from '@salesforce/label/c.Fairlead_Engagement_Match_Siblings';
import recordSame from '@salesforce/label/c.Fairlead_Engagement_Match_Record_Same';
import parent from '@salesforce/label/c.Fairlead_Engagement_Match_Parent';
import subsidiary from '@salesforce/label/c.Fairlead_Engagement_Match_Subsidiary';
import sibling from '@salesforce/label/c.Fairlead_Engagement_Match_Sibling';

/** What tells two customers apart or together, by its code, in the reader's language; {0} and {1} are what was compared. */
const WORDS = {
  'words: same': wordsSame,
  'words: alias': wordsAlias,
  'words: added group word': wordsGroupWord,
  'words: added place': wordsPlace,
  'words: added word': wordsAdded,
  'words: other place': wordsOtherPlace,
  'words: other number': wordsOtherNumber,
  'words: other word': wordsOtherWord,
  'words: different': wordsDifferent,
  'rarity: common': rarityCommon,
  'rarity: rare': rarityRare,
  'spelling: sounds alike': soundsAlike,
  'spelling: slip': slip,
  'spelling: short slip': slip,
  'spelling: slips': slips,
  'spelling: initials': initials,
  'forms: same': formsSame,
  'forms: other kind': formsKind,
  'forms: other kind, same country': formsKind,
  'forms: other country': formsCountry,
  'number: same': numberSame,
  'number: slip': numberSlip,
  'number: other': numberOther,
  'number: other, one not valid': numberNotValid,
  'number: other, both valid': numberOther,
  'domain: same': domainSame,
  'domain: same mail': domainMail,
  'domain: same label': domainLabel,
  'domain: same label, other country': domainCountries,
  'domain: spells the name': domainSpells,
  'domain: other': domainOther,
  'phone: same': phoneSame,
  'phone: same switchboard': phoneSwitchboard,
  'phone: other': phoneOther,
  'address: same street': addressStreet,
  'address: same postal code': addressPostalCode,
  'address: same city': addressCity,
  'address: other city': addressOtherCity,
  'country: same': countrySame,
  'country: other': countryOther,
  'hierarchy: parent and child': parentAndChild,
  'hierarchy: siblings': siblings,
  'record: same': recordSame,
  'group: parent': parent,
  'group: subsidiary': subsidiary,
  'group: sibling': sibling
};

/**
 * What speaks for or against two records being one customer, in the language of the user.
 * @param reason a code with its arguments; one that is not known here is left out by giving nothing back
 */
export function likenessInWords({ code, args = [] }) {
  if (!Object.hasOwn(WORDS, code)) return undefined;
  return WORDS[code].replace(/\{(\d)\}/g, (_, index) => args[index] ?? '');
}
