import { LightningElement, api } from 'lwc';
import showTable from '@salesforce/label/c.Fairlead_Margin_Show_Table';
import showPicture from '@salesforce/label/c.Fairlead_Margin_Show_Picture';

/** The height of the picture, in its own units. */
const HEIGHT = 100;

export default class ColumnChart extends LightningElement {
  /** What the columns are of. */
  @api caption;
  /** Headings of the table: of the months, of the values and of what they are made from. */
  @api headings = [];
  /** As `{ key, month, shortMonth, share, words, note }`; `share` of the full height, nothing where there is no value. */
  @api columns = [];

  isTable = false;

  get toggle() {
    return this.isTable ? showPicture : showTable;
  }

  get heads() {
    return this.headings.map((words, index) => ({ key: String(index), words }));
  }

  get shown() {
    return this.columns.map((column) => {
      const height = (column.share ?? 0) * HEIGHT;
      return { ...column, hasColumn: column.share > 0, height, y: HEIGHT - height };
    });
  }

  handleToggle() {
    this.isTable = !this.isTable;
  }
}
