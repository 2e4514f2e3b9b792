import { NavigationMixin } from 'lightning/navigation';
import { urlsOf } from 'c/recordUrls';

it('each record that is there has its address, asked for once', async () => {
  const generate = jest.fn(({ attributes }) => Promise.resolve(`/r/${attributes.recordId}`));
  const component = { [NavigationMixin.GenerateUrl]: generate };
  expect(await urlsOf(component, ['a', undefined, 'b', 'a', null])).toEqual({ a: '/r/a', b: '/r/b' });
  expect(generate).toHaveBeenCalledTimes(2);
  expect(generate).toHaveBeenCalledWith({
    type: 'standard__recordPage',
    attributes: { recordId: 'a', actionName: 'view' }
  });
});
