import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import OurCompetencies from 'c/ourCompetencies';

jest.mock('@salesforce/user/isGuest', () => ({ default: true }), { virtual: true });

it('a guest for whom nothing was opened is told that nothing is public here', async () => {
  const element = createElement('c-our-competencies', { is: OurCompetencies });
  document.body.appendChild(element);
  graphql.emitErrors([{ message: 'x', extensions: { ErrorType: 'ValidationError' } }]);
  await Promise.resolve();
  expect(element.shadowRoot.querySelector('[data-id="problem"]').textContent).toBe('c.Fairlead_Showcase_Not_Public');
});
