import customer from '@salesforce/label/c.Fairlead_Register_Customer';
import customerMissing from '@salesforce/label/c.Fairlead_Register_Customer_Missing';
import website from '@salesforce/label/c.Fairlead_Register_Website';
import websiteWrong from '@salesforce/label/c.Fairlead_Register_Website_Wrong';
import amountTooLarge from '@salesforce/label/c.Fairlead_Register_Amount_Too_Large';
import gone from '@salesforce/label/c.Fairlead_Register_Gone';
import noWebsite from '@salesforce/label/c.Fairlead_Register_No_Website';
import useWebsite from '@salesforce/label/c.Fairlead_Register_Use_Website';
import taxId from '@salesforce/label/c.Fairlead_Register_Tax_Id';
import country from '@salesforce/label/c.Fairlead_Register_Country';
import families from '@salesforce/label/c.Fairlead_Register_Families';
import familiesHint from '@salesforce/label/c.Fairlead_Register_Families_Hint';
import amount from '@salesforce/label/c.Fairlead_Register_Amount';
import closesOn from '@salesforce/label/c.Fairlead_Register_Closes_On';
import role from '@salesforce/label/c.Fairlead_Register_Role';
import hasTender from '@salesforce/label/c.Fairlead_Register_Has_Tender';
import tenderOn from '@salesforce/label/c.Fairlead_Register_Tender_On';
import margin from '@salesforce/label/c.Fairlead_Register_Margin_Title';
import marginLater from '@salesforce/label/c.Fairlead_Register_Margin_Later';
import marginUnknown from '@salesforce/label/c.Fairlead_Register_Margin_Unknown';
import customerPrice from '@salesforce/label/c.Fairlead_Register_What_Customer_Pays';
import customerPriceHint from '@salesforce/label/c.Fairlead_Register_What_Customer_Pays_Hint';
import basis from '@salesforce/label/c.Fairlead_Register_Basis';
import basisEvenly from '@salesforce/label/c.Fairlead_Register_Basis_Evenly';
import settledHint from '@salesforce/label/c.Fairlead_Register_Settled_Hint';
import anewHint from '@salesforce/label/c.Fairlead_Register_Anew_Hint';
import submit from '@salesforce/label/c.Fairlead_Register_Submit';
import submitAgain from '@salesforce/label/c.Fairlead_Register_Submit_Again';
import saveDraft from '@salesforce/label/c.Fairlead_Register_Save_Draft';
import save from '@salesforce/label/c.Fairlead_Register_Save';
import saving from '@salesforce/label/c.Fairlead_Register_Saving';
import cancel from '@salesforce/label/c.Fairlead_Register_Cancel';
import incomplete from '@salesforce/label/c.Fairlead_Register_Incomplete';
import choose from '@salesforce/label/c.Fairlead_Choose';
import saveError from '@salesforce/label/c.Fairlead_Register_Save_Error';

export const label = {
  choose,
  customer,
  customerMissing,
  website,
  websiteWrong,
  amountTooLarge,
  gone,
  noWebsite,
  useWebsite,
  taxId,
  country,
  families,
  familiesHint,
  amount,
  closesOn,
  role,
  hasTender,
  tenderOn,
  margin,
  marginLater,
  marginUnknown,
  customerPrice,
  customerPriceHint,
  basis,
  basisEvenly,
  settledHint,
  anewHint,
  submit,
  submitAgain,
  saveDraft,
  save,
  saving,
  cancel,
  incomplete,
  saveError
};
