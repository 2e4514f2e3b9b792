import { LightningElement, api } from 'lwc';
import { getIconPath, getName } from 'lightning/iconUtils';

const VARIANTS = {
  bare: '',
  inverse: '',
  error: 'slds-icon-text-error',
  success: 'slds-icon-text-success',
  warning: 'slds-icon-text-warning',
};

/** Icons from the sprites of the design system, as an org serves them. The one of npm compiles 3,000 templates instead. */
export default class PrimitiveIcon extends LightningElement {
  static validationOptOut = ['class'];

  @api src;
  @api svgClass;
  @api iconName;
  @api size = 'medium';
  @api variant = '';

  get name() {
    return getName(this.iconName);
  }

  get href() {
    return this.src || getIconPath(this.iconName);
  }

  get computedClass() {
    const size = this.size && this.size !== 'medium' ? `slds-icon_${this.size}` : '';
    const colour = VARIANTS[this.variant] ?? (this.src ? '' : 'slds-icon-text-default');
    const frame = this.variant === 'bare' ? '' : 'slds-icon';
    return [this.svgClass, frame, colour, size].filter(Boolean).join(' ');
  }
}
