/** `lightning/platformShowToastEvent`: the shell shows what is dispatched. In the partner portal nothing does, as on LWR sites. */
export const ShowToastEventName = 'lightning__showtoast';

export class ShowToastEvent extends CustomEvent {
  constructor(detail) {
    super(ShowToastEventName, { bubbles: true, composed: true, cancelable: true, detail });
  }
}
