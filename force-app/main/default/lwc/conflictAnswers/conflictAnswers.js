import { filled } from 'c/conflictCodes';
import askOlder from '@salesforce/label/c.Fairlead_Desk_Ask_Older';
import askProduct from '@salesforce/label/c.Fairlead_Desk_Ask_Product';
import askFirm from '@salesforce/label/c.Fairlead_Desk_Ask_Firm';
import askProject from '@salesforce/label/c.Fairlead_Desk_Ask_Project';
import askCountry from '@salesforce/label/c.Fairlead_Desk_Ask_Country';
import askExemption from '@salesforce/label/c.Fairlead_Desk_Ask_Exemption';
import askRegistrationOver from '@salesforce/label/c.Fairlead_Desk_Ask_Registration_Over';
import askTender from '@salesforce/label/c.Fairlead_Desk_Ask_Tender';
import askRenewal from '@salesforce/label/c.Fairlead_Desk_Ask_Renewal';
import askMerge from '@salesforce/label/c.Fairlead_Desk_Ask_Merge';
import askLongAfter from '@salesforce/label/c.Fairlead_Desk_Ask_Long_After';
import askDataLoad from '@salesforce/label/c.Fairlead_Desk_Ask_Data_Load';
import askEarlierWork from '@salesforce/label/c.Fairlead_Desk_Ask_Earlier_Work';
import askSameOffer from '@salesforce/label/c.Fairlead_Desk_Ask_Same_Offer';
import askOtherRegistration from '@salesforce/label/c.Fairlead_Desk_Ask_Other_Registration';
import askOtherRole from '@salesforce/label/c.Fairlead_Desk_Ask_Other_Role';
import askOtherReason from '@salesforce/label/c.Fairlead_Desk_Ask_Other_Reason';
import askOwnRegistration from '@salesforce/label/c.Fairlead_Desk_Ask_Own_Registration';
import askSizeOrTime from '@salesforce/label/c.Fairlead_Desk_Ask_Size_Or_Time';
import askParallelQuotes from '@salesforce/label/c.Fairlead_Desk_Ask_Parallel_Quotes';
import askMeantForHim from '@salesforce/label/c.Fairlead_Desk_Ask_Meant_For_Him';
import answerOpenedAfter from '@salesforce/label/c.Fairlead_Desk_Answer_Opened_After';
import answerOlderCovered from '@salesforce/label/c.Fairlead_Desk_Answer_Older_Covered';
import answerOlderWorked from '@salesforce/label/c.Fairlead_Desk_Answer_Older_Worked';
import answerOlderDormant from '@salesforce/label/c.Fairlead_Desk_Answer_Older_Dormant';
import answerOlderNotWorked from '@salesforce/label/c.Fairlead_Desk_Answer_Older_Not_Worked';
import answerFamilies from '@salesforce/label/c.Fairlead_Desk_Answer_Families';
import answerNoFamilies from '@salesforce/label/c.Fairlead_Desk_Answer_No_Families';
import answerCustomer from '@salesforce/label/c.Fairlead_Desk_Answer_Customer';
import answerFits from '@salesforce/label/c.Fairlead_Desk_Answer_Fits';
import answerDatesApart from '@salesforce/label/c.Fairlead_Desk_Answer_Dates_Apart';
import answerAmountsApart from '@salesforce/label/c.Fairlead_Desk_Answer_Amounts_Apart';
import answerBothApart from '@salesforce/label/c.Fairlead_Desk_Answer_Both_Apart';
import answerNoOtherCountry from '@salesforce/label/c.Fairlead_Desk_Answer_No_Other_Country';
import answerOtherCountryApproved from '@salesforce/label/c.Fairlead_Desk_Answer_Other_Country_Approved';
import answerOtherCountry from '@salesforce/label/c.Fairlead_Desk_Answer_Other_Country';
import answerExemptionInForce from '@salesforce/label/c.Fairlead_Desk_Answer_Exemption_In_Force';
import answerExemptionAfterwards from '@salesforce/label/c.Fairlead_Desk_Answer_Exemption_Afterwards';
import answerExemptionUnanswered from '@salesforce/label/c.Fairlead_Desk_Answer_Exemption_Unanswered';
import answerExemptionOver from '@salesforce/label/c.Fairlead_Desk_Answer_Exemption_Over';
import answerNoneOnRecord from '@salesforce/label/c.Fairlead_Desk_Answer_None_On_Record';
import answerNotLookedAt from '@salesforce/label/c.Fairlead_Desk_Answer_Not_Looked_At';
import answerEndedAfterwards from '@salesforce/label/c.Fairlead_Desk_Answer_Ended_Afterwards';
import answerInForce from '@salesforce/label/c.Fairlead_Desk_Answer_In_Force';
import answerPublished from '@salesforce/label/c.Fairlead_Desk_Answer_Published';
import answerGrantedAsTender from '@salesforce/label/c.Fairlead_Desk_Answer_Granted_As_Tender';
import answerNamedATender from '@salesforce/label/c.Fairlead_Desk_Answer_Named_A_Tender';
import answerNoRenewal from '@salesforce/label/c.Fairlead_Desk_Answer_No_Renewal';
import answerRenewalApproved from '@salesforce/label/c.Fairlead_Desk_Answer_Renewal_Approved';
import answerRenewal from '@salesforce/label/c.Fairlead_Desk_Answer_Renewal';
import answerInside from '@salesforce/label/c.Fairlead_Desk_Answer_Inside';
import answerSameSecond from '@salesforce/label/c.Fairlead_Desk_Answer_Same_Second';
import answerBulk from '@salesforce/label/c.Fairlead_Desk_Answer_Bulk';
import answerSingleChange from '@salesforce/label/c.Fairlead_Desk_Answer_Single_Change';
import answerNotConfirmed from '@salesforce/label/c.Fairlead_Desk_Answer_Not_Confirmed';
import answerConfirmed from '@salesforce/label/c.Fairlead_Desk_Answer_Confirmed';
import answerConfirmedLate from '@salesforce/label/c.Fairlead_Desk_Answer_Confirmed_Late';
import answerTookPart from '@salesforce/label/c.Fairlead_Desk_Answer_Took_Part';
import answerOfferedNone from '@salesforce/label/c.Fairlead_Desk_Answer_Offered_None';
import answerOffered from '@salesforce/label/c.Fairlead_Desk_Answer_Offered';
import answerOfferedLate from '@salesforce/label/c.Fairlead_Desk_Answer_Offered_Late';
import answerNoEarlier from '@salesforce/label/c.Fairlead_Desk_Answer_No_Earlier';
import answerEarlier from '@salesforce/label/c.Fairlead_Desk_Answer_Earlier';
import answerAnotherRole from '@salesforce/label/c.Fairlead_Desk_Answer_Another_Role';
import answerNoneEntered from '@salesforce/label/c.Fairlead_Desk_Answer_None_Entered';
import answerNoReason from '@salesforce/label/c.Fairlead_Desk_Answer_No_Reason';
import answerReasonGiven from '@salesforce/label/c.Fairlead_Desk_Answer_Reason_Given';
import answerNoOwn from '@salesforce/label/c.Fairlead_Desk_Answer_No_Own';
import answerOwn from '@salesforce/label/c.Fairlead_Desk_Answer_Own';
import answerNear from '@salesforce/label/c.Fairlead_Desk_Answer_Near';
import answerDiffer from '@salesforce/label/c.Fairlead_Desk_Answer_Differ';
import answerNoDistributor from '@salesforce/label/c.Fairlead_Desk_Answer_No_Distributor';
import answerDistributorsOnly from '@salesforce/label/c.Fairlead_Desk_Answer_Distributors_Only';
import answerOppNamed from '@salesforce/label/c.Fairlead_Desk_Answer_Opp_Named';
import answerNoneMerged from '@salesforce/label/c.Fairlead_Desk_Answer_None_Merged';
import answerMergedAlike from '@salesforce/label/c.Fairlead_Desk_Answer_Merged_Alike';
import answerAllMergedAlike from '@salesforce/label/c.Fairlead_Desk_Answer_All_Merged_Alike';
import answerMerged from '@salesforce/label/c.Fairlead_Desk_Answer_Merged';
import answerMergedYoung from '@salesforce/label/c.Fairlead_Desk_Answer_Merged_Young';
import answerMoved from '@salesforce/label/c.Fairlead_Desk_Answer_Moved';
import answerPerhapsMerged from '@salesforce/label/c.Fairlead_Desk_Answer_Perhaps_Merged';
import answerMadeOutNobody from '@salesforce/label/c.Fairlead_Desk_Answer_Made_Out_Nobody';
import answerMadeOutPartner from '@salesforce/label/c.Fairlead_Desk_Answer_Made_Out_Partner';
import answerMadeOutAccount from '@salesforce/label/c.Fairlead_Desk_Answer_Made_Out_Account';
import answerMadeOutCustomer from '@salesforce/label/c.Fairlead_Desk_Answer_Made_Out_Customer';
import exemptionCustomerLetter from '@salesforce/label/c.Fairlead_Desk_Answer_Ex_Customer_Letter';
import exemptionDeclined from '@salesforce/label/c.Fairlead_Desk_Answer_Ex_Declined';
import exemptionSilent from '@salesforce/label/c.Fairlead_Desk_Answer_Ex_Silent';
import exemptionTender from '@salesforce/label/c.Fairlead_Desk_Answer_Ex_Tender';
import exemptionRenewal from '@salesforce/label/c.Fairlead_Desk_Answer_Ex_Renewal';
import exemptionOther from '@salesforce/label/c.Fairlead_Desk_Answer_Ex_Other';

/** What was asked, by its code. */
const QUESTIONS = {
  'an older opportunity already worked on': askOlder,
  'another product': askProduct,
  'another firm with a similar name': askFirm,
  'another project': askProject,
  'another country': askCountry,
  "an exemption, the partner's consent or the customer's letter": askExemption,
  'registration withdrawn, lapsed or rejected': askRegistrationOver,
  'a tender': askTender,
  "the incumbent's renewal": askRenewal,
  'accounts merged': askMerge,
  'long after the end': askLongAfter,
  'a data load or an administrator acting for someone': askDataLoad,
  'the partner confirms earlier work': askEarlierWork,
  'the same offer to the partner': askSameOffer,
  'the other partner holds an earlier registration': askOtherRegistration,
  'a distributor, a subcontractor or his own other entity': askOtherRole,
  'rejected for another reason': askOtherReason,
  'a registration of its own': askOwnRegistration,
  'a deal of another size or time': askSizeOrTime,
  'parallel quotes of distributors': askParallelQuotes,
  'a quote meant for the partner': askMeantForHim
};

/** What was found, by its code. Placeholders carry the names of the arguments. */
const WORDS = {
  'opened after': answerOpenedAfter,
  'older but covered': answerOlderCovered,
  'older and worked': answerOlderWorked,
  'older and dormant': answerOlderDormant,
  'older and not worked': answerOlderNotWorked,
  'families in common': answerFamilies,
  'no families': answerNoFamilies,
  'customer matches': answerCustomer,
  'amount and date fit': answerFits,
  'dates apart': answerDatesApart,
  'amounts apart': answerAmountsApart,
  'dates and amounts apart': answerBothApart,
  'no other country': answerNoOtherCountry,
  'other country approved': answerOtherCountryApproved,
  'other country': answerOtherCountry,
  'exemption in force': answerExemptionInForce,
  'exemption afterwards': answerExemptionAfterwards,
  'exemption unanswered': answerExemptionUnanswered,
  'exemption over': answerExemptionOver,
  'none on record': answerNoneOnRecord,
  'not looked at': answerNotLookedAt,
  'ended afterwards': answerEndedAfterwards,
  'in force': answerInForce,
  published: answerPublished,
  'granted as a tender': answerGrantedAsTender,
  'named a tender': answerNamedATender,
  'no renewal': answerNoRenewal,
  'renewal approved': answerRenewalApproved,
  renewal: answerRenewal,
  'opportunity named': answerOppNamed,
  'none merged': answerNoneMerged,
  'merged alike': answerMergedAlike,
  'merged since, alike': answerAllMergedAlike,
  'merged account': answerMerged,
  'merged, but young': answerMergedYoung,
  'moved from account': answerMoved,
  'perhaps merged': answerPerhapsMerged,
  'inside the window': answerInside,
  'same second': answerSameSecond,
  'bulk change': answerBulk,
  'single change': answerSingleChange,
  'not confirmed': answerNotConfirmed,
  confirmed: answerConfirmed,
  'confirmed afterwards': answerConfirmedLate,
  'took part': answerTookPart,
  'offered none': answerOfferedNone,
  offered: answerOffered,
  'offered late': answerOfferedLate,
  'made out to nobody': answerMadeOutNobody,
  'made out to another partner': answerMadeOutPartner,
  'made out to another account': answerMadeOutAccount,
  'made out to the customer': answerMadeOutCustomer,
  'no earlier registration': answerNoEarlier,
  'earlier registration': answerEarlier,
  'another role': answerAnotherRole,
  'none entered': answerNoneEntered,
  'no reason': answerNoReason,
  'reason given': answerReasonGiven,
  'no registration of its own': answerNoOwn,
  'registration of its own': answerOwn,
  'amount and date near': answerNear,
  'date and amount differ': answerDiffer,
  'no distributor alone': answerNoDistributor,
  'distributors only': answerDistributorsOnly
};

/** Why an exemption was asked for, by the value of its picklist. */
const EXEMPTIONS = {
  'Customer Letter': exemptionCustomerLetter,
  'Partner Declined': exemptionDeclined,
  'Partner Silent': exemptionSilent,
  Tender: exemptionTender,
  'Incumbent Renewal': exemptionRenewal,
  Other: exemptionOther
};

/** A question in the language of the user; one that is not known here as the service put it. */
export function questionInWords(what) {
  return Object.hasOwn(QUESTIONS, what) ? QUESTIONS[what] : what;
}

/** An answer in the language of the user; nothing where it is not known here, and older ones as they were written. */
export function answerInWords(detail) {
  if (typeof detail === 'string') return detail;
  const { code, args = {} } = detail ?? {};
  if (!Object.hasOwn(WORDS, code)) return undefined;
  const { exemption } = args;
  return filled(WORDS[code], {
    ...args,
    exemption: Object.hasOwn(EXEMPTIONS, exemption) ? EXEMPTIONS[exemption] : exemption
  });
}
