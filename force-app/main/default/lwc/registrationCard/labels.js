import protection from '@salesforce/label/c.Fairlead_Deals_Protection';
import engagement from '@salesforce/label/c.Fairlead_Deals_Engagement';
import margin from '@salesforce/label/c.Fairlead_Register_Margin';
import daysLeft from '@salesforce/label/c.Fairlead_Register_Days_Left';
import lastDay from '@salesforce/label/c.Fairlead_Register_Last_Day';
import queued from '@salesforce/label/c.Fairlead_Register_Is_Queued';
import engagedSince from '@salesforce/label/c.Fairlead_Deals_Engaged_Since';
import confirmedOn from '@salesforce/label/c.Fairlead_Deals_Confirmed_On';
import notEngaged from '@salesforce/label/c.Fairlead_Deals_Not_Engaged';
import estimated from '@salesforce/label/c.Fairlead_Deals_Estimated';
import marginUnknown from '@salesforce/label/c.Fairlead_Deals_Margin_Unknown';
import basisRecord from '@salesforce/label/c.Fairlead_Deals_Basis_Record';
import basis from '@salesforce/label/c.Fairlead_Register_Basis';
import basisEvenly from '@salesforce/label/c.Fairlead_Register_Basis_Evenly';
import loading from '@salesforce/label/c.Fairlead_Deals_Loading';
import confirm from '@salesforce/label/c.Fairlead_Deals_Confirm';
import confirmFirst from '@salesforce/label/c.Fairlead_Deals_Confirm_First';
import extend from '@salesforce/label/c.Fairlead_Deals_Extend';
import correct from '@salesforce/label/c.Fairlead_Deals_Correct';
import resume from '@salesforce/label/c.Fairlead_Deals_Resume';
import extendSure from '@salesforce/label/c.Fairlead_Deals_Extend_Sure';
import extendYes from '@salesforce/label/c.Fairlead_Deals_Extend_Yes';
import extendNo from '@salesforce/label/c.Fairlead_Deals_Extend_No';
import withdraw from '@salesforce/label/c.Fairlead_Deals_Withdraw';
import withdrawSure from '@salesforce/label/c.Fairlead_Deals_Withdraw_Sure';
import withdrawYes from '@salesforce/label/c.Fairlead_Deals_Withdraw_Yes';
import keep from '@salesforce/label/c.Fairlead_Deals_Keep';
import confirmed from '@salesforce/label/c.Fairlead_Deals_Done_Confirmed';
import extended from '@salesforce/label/c.Fairlead_Deals_Done_Extended';
import withdrawn from '@salesforce/label/c.Fairlead_Deals_Done_Withdrawn';
import corrected from '@salesforce/label/c.Fairlead_Deals_Done_Corrected';
import closes from '@salesforce/label/c.Fairlead_Register_Closes_On';
import saveError from '@salesforce/label/c.Fairlead_Register_Save_Error';

export const label = {
  protection,
  engagement,
  margin,
  daysLeft,
  lastDay,
  queued,
  engagedSince,
  confirmedOn,
  notEngaged,
  estimated,
  marginUnknown,
  basisRecord,
  basis,
  basisEvenly,
  loading,
  confirm,
  confirmFirst,
  extend,
  extendSure,
  extendYes,
  extendNo,
  correct,
  resume,
  withdraw,
  withdrawSure,
  withdrawYes,
  keep,
  confirmed,
  extended,
  withdrawn,
  corrected,
  closes,
  saveError
};
