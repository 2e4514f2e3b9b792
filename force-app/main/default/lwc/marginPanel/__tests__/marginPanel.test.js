import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import MarginPanel from 'c/marginPanel';

jest.mock('@salesforce/label/c.Fairlead_Margin_Other_Version', () => ({ default: 'format {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Margin_Not_Applied', () => ({ default: 'not applied: {0}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Why_Level', () => ({ default: 'for {levels}; his is {level}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Why_No_List_Price', () => ({ default: 'no price: {products}' }), {
  virtual: true
});

const line = (kind, amount, more = {}) => ({
  kind,
  label: kind,
  amount,
  rule: null,
  base: null,
  rate: null,
  why: { code: 'own rate', args: {} },
  byLine: null,
  ...more
});
const unknown = { why: { code: 'customer price unknown', args: {} } };

/** 100,000 less 20,000 less 10,000 is 70,000; 4 % of it is 2,800, and 500 on top. */
const waterfall = (more = {}) => ({
  version: 2,
  currency: 'EUR',
  list: '100000',
  partnerPrice: '70000',
  customerPrice: null,
  frontMargin: null,
  backMargin: '3300',
  partnerMargin: '33300',
  partnerMarginPercent: '33.3',
  total: null,
  totalPercent: null,
  vendorNet: '66700',
  distributor: null,
  salesperson: null,
  exchange: null,
  lines: [
    line('list', '100000', { why: { code: 'sum of list', args: {} } }),
    line('discount', '-20000', { label: 'Level discount', rule: 'level@2', base: '100000', rate: '0.2' }),
    line('discount', '-10000', { label: 'Registration', rule: 'registration@1', base: '100000', rate: '0.1' }),
    line('partner price', '70000', { why: { code: 'list less discounts', args: {} } }),
    line('customer price', null, unknown),
    line('front margin', null, unknown),
    line('rebate', '2800', { label: 'Rebate', rule: 'rebate@1', base: '70000', rate: '0.04' }),
    line('bonus', '500', { label: 'Spiff', rule: 'spiff@7', base: '3', why: { code: 'own amount', args: {} } }),
    line('total', null, unknown)
  ],
  conditional: [],
  decisions: [],
  atClose: null,
  ...more
});

/** The distributor pays 60,000 and sells at 72,000; 3,000 go back to the reseller and 1,000 to the distributor. */
const twoTier = () =>
  waterfall({
    partnerPrice: '72000',
    vendorNet: '56000',
    distributor: { price: '60000', margin: '12000', back: '1000', indicative: false },
    lines: [
      line('list', '100000'),
      line('discount', '-40000', { label: 'Level', rule: 'level@2' }),
      line('distributor price', '60000'),
      line('distributor margin', '12000'),
      line('partner price', '72000'),
      line('rebate', '3000', { label: 'Rebate', rule: 'rebate@1' }),
      line('bonus', '1000', { label: 'Stock', rule: 'stock@1', paidTo: 'distributor' })
    ]
  });

const node = (json, more = {}) => ({
  Id: 'a0A000000000001AAA',
  Partner_Margin__c: { value: 33300 },
  Partner_Margin_Percent__c: { value: 33.3 },
  Partner_Margin_Low__c: { value: 31000 },
  Partner_Margin_High__c: { value: 33300 },
  Vendor_Net__c: { value: 66700 },
  Waterfall__c: { value: typeof json === 'object' && json !== null ? JSON.stringify(json) : json },
  ...more
});
const answer = (...nodes) => ({
  uiapi: { query: { Deal_Assessment__c: { edges: nodes.map((each) => ({ node: each })) } } }
});
const settled = () => new Promise((resolve) => setTimeout(resolve));

function panel() {
  const element = createElement('c-margin-panel', { is: MarginPanel });
  element.recordId = '006000000000001AAA';
  document.body.appendChild(element);
  return element;
}
async function panelWith(...nodes) {
  const element = panel();
  graphql.emit(answer(...nodes));
  await settled();
  return element;
}
const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const all = (element, selector) => [...element.shadowRoot.querySelectorAll(selector)];
const bars = (element) => all(element, 'button');
const names = (element) => bars(element).map((bar) => bar.querySelector('[data-name]').textContent);
const amounts = (element) => bars(element).map((bar) => bar.querySelector('lightning-formatted-number').value);
const shapes = (element) =>
  all(element, '.bar__shape').map((shape) => [shape.getAttribute('x'), shape.getAttribute('width')].map(Number));
const money = (element, id) =>
  [...find(element, id).querySelectorAll('lightning-formatted-number')].map(({ value, formatStyle, currencyCode }) => [
    value,
    formatStyle,
    currencyCode
  ]);

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.clearAllMocks();
});

describe('margin panel: states', () => {
  it('says that it is reading, in words', () => {
    expect(panel().shadowRoot.querySelector('c-unread').loading).toBe('c.Fairlead_Margin_Loading');
  });

  it('says so where the deal has not been looked at yet', async () => {
    const empty = find(await panelWith(), 'empty');
    expect([empty.textContent, empty.getAttribute('role')]).toEqual(['c.Fairlead_Engagement_Empty', 'status']);
  });

  it('says so where there is an assessment and no margin yet', async () => {
    const element = await panelWith(node(null, { Partner_Margin__c: { value: null } }));
    expect(find(element, 'empty').textContent).toBe('c.Fairlead_Margin_Empty');
  });

  it('says so where the lines were too many for the record', async () => {
    expect(find(await panelWith(node(null)), 'empty').textContent).toBe('c.Fairlead_Margin_Too_Long');
  });

  it('tells why there is no margin', async () => {
    const why = { code: 'no list price', args: { products: 'NW-1, NW-2' } };
    const element = await panelWith(node({ version: 2, unknown: why }, { Partner_Margin__c: { value: null } }));
    expect(find(element, 'why-none').textContent).toBe('no price: NW-1, NW-2');
    expect(find(element, 'why-none').closest('[role="status"]').textContent).toContain('c.Fairlead_Margin_None');
    expect(bars(element)).toEqual([]);
  });

  it('names a version that it does not know, and shows nothing of it', async () => {
    const element = await panelWith(node(waterfall({ version: 3 })));
    expect(find(element, 'unreadable').textContent).toBe('format 3');
    expect(find(element, 'unreadable').closest('[role="alert"]')).not.toBeNull();
    expect([bars(element), find(element, 'now')]).toEqual([[], null]);
  });

  it.each([
    ['cut off', '{"version":2,"curr'],
    ['no object', 'null'],
    ['a list', '[]'],
    ['without lines', JSON.stringify(waterfall({ lines: undefined }))],
    ['without a currency', JSON.stringify(waterfall({ currency: null }))],
    ['with an amount that is none', JSON.stringify(waterfall({ vendorNet: 'NaN' }))],
    ['a cent short of its sums', JSON.stringify(waterfall({ vendorNet: '66700.01' }))],
    ['with a kind of line that is new', JSON.stringify(waterfall({ lines: [line('toll', '1')] }))]
  ])('shows no figures of what is %s', async (_, text) => {
    const element = await panelWith(node(text));
    expect(find(element, 'unreadable').textContent).toBe('c.Fairlead_Margin_Unreadable');
    expect(all(element, 'lightning-formatted-number')).toEqual([]);
    expect(all(element, 'lightning-button').map(({ label }) => label)).toEqual(['c.Fairlead_Read_Again']);
  });

  it('shows an error in place when the org does not answer, and reads again', async () => {
    const element = panel();
    const refresh = jest.fn().mockResolvedValue();
    graphql.emitErrors([{ message: 'no', extensions: { ErrorType: 'DataFetchingException' } }], undefined, refresh);
    await settled();
    const unread = element.shadowRoot.querySelector('c-unread');
    expect(unread.problem).toBe('c.Fairlead_Margin_Read_Error');
    unread.dispatchEvent(new CustomEvent('again'));
    expect(refresh).toHaveBeenCalledTimes(1);
    graphql.emit(answer(node(waterfall())));
    await settled();
    expect(element.shadowRoot.querySelector('c-unread')).toBeNull();
    expect(bars(element)).toHaveLength(7);
  });

  it('says so when reading again fails', async () => {
    const element = panel();
    graphql.emit(answer(node('{')), undefined, jest.fn().mockRejectedValue(new Error('offline')));
    await settled();
    element.shadowRoot.querySelector('lightning-button').click();
    await settled();
    expect(element.shadowRoot.querySelector('c-unread').problem).toBe('c.Fairlead_Margin_Read_Error');
  });

  it('names the way in to a user for whom a field does not exist', async () => {
    const element = panel();
    graphql.emitErrors([{ message: "Field 'Vendor_Net__c' …", extensions: { ErrorType: 'ValidationError' } }]);
    await settled();
    expect(element.shadowRoot.querySelector('c-unread').problem).toBe('c.Fairlead_No_Access');
  });
});

describe('margin panel: figures', () => {
  it("tells the margin, its interval at close and the vendor's net in the deal's currency", async () => {
    const element = await panelWith(node(waterfall({ currency: 'CHF' })));
    expect(money(element, 'now')).toEqual([
      [33300, 'currency', 'CHF'],
      [0.33299999999999996, 'percent', undefined]
    ]);
    expect(money(element, 'interval')).toEqual([
      [31000, 'currency', 'CHF'],
      [33300, 'currency', 'CHF']
    ]);
    expect(money(element, 'vendor-net')).toEqual([[66700, 'currency', 'CHF']]);
  });

  it('leaves the interval out where none is told, and says where history is too short for one', async () => {
    const none = { Partner_Margin_Low__c: { value: null }, Partner_Margin_High__c: { value: null } };
    const element = await panelWith(node(waterfall(), none));
    expect([find(element, 'interval'), find(element, 'too-little')]).toEqual([null, null]);
    const tooLittle = [{ kind: 'too little history', of: 'won deals with a price', have: 12, needed: 50 }];
    graphql.emit(answer(node(waterfall({ atClose: { margin: null, tooLittle } }), none)));
    await settled();
    expect(find(element, 'too-little').textContent).toBe('c.Fairlead_Margin_Too_Little');
  });

  it('shows an interval that begins at nothing', async () => {
    const element = await panelWith(node(waterfall(), { Partner_Margin_Low__c: { value: 0 } }));
    expect(money(element, 'interval')[0][0]).toBe(0);
  });
});

describe('margin panel: the salesperson', () => {
  const sides = (element) => element.shadowRoot.querySelector('c-margin-sides');

  it('sees the deal through the partner and direct, where the programme has his rate', async () => {
    const salesperson = { quotaCredit: '70000', commissionable: '100000', commission: '5000' };
    const element = await panelWith(node(waterfall({ salesperson, currency: 'CHF' })));
    expect(sides(element).sides).toEqual({
      vendorNet: 66700,
      quotaCredit: 70000,
      commissionable: 100000,
      commission: 5000
    });
    expect(sides(element).currency).toBe('CHF');
    graphql.emit(answer(node(waterfall())));
    await settled();
    expect(sides(element)).toBeNull();
  });
});

describe('margin panel: the picture', () => {
  it('goes from list to vendor net, and says nothing of the resale price', async () => {
    const element = await panelWith(
      node(
        waterfall({
          customerPrice: '88000',
          frontMargin: '18000',
          total: '21300',
          lines: waterfall().lines.map((each) => ({ ...each, amount: each.amount ?? '18000' }))
        })
      )
    );
    expect(names(element)).toEqual([
      'c.Fairlead_Margin_List',
      'Level discount',
      'Registration',
      'c.Fairlead_Margin_Partner_Price',
      'Rebate',
      'Spiff',
      'c.Fairlead_Margin_Vendor_Net'
    ]);
    expect(amounts(element)).toEqual([100000, -20000, -10000, 70000, -2800, -500, 66700]);
  });

  it('draws each bar where the one before it ends', async () => {
    const drawn = shapes(await panelWith(node(waterfall())));
    const expected = [
      [0, 100],
      [80, 20],
      [70, 10],
      [0, 70],
      [67.2, 2.8],
      [66.7, 0.5],
      [0, 66.7]
    ];
    expect(drawn).toHaveLength(expected.length);
    drawn.forEach(([x, width], i) => {
      expect(x).toBeCloseTo(expected[i][0], 9);
      expect(width).toBeCloseTo(expected[i][1], 9);
    });
  });

  it('takes what the vendor gives back off the distributor price in a two-tier deal', async () => {
    const element = await panelWith(node(twoTier()));
    expect(names(element).slice(2)).toEqual([
      'c.Fairlead_Margin_Distributor_Price',
      'c.Fairlead_Margin_Distributor_Margin',
      'c.Fairlead_Margin_Reseller_Price',
      'Rebate',
      'Stock',
      'c.Fairlead_Margin_Vendor_Net'
    ]);
    expect(shapes(element)).toEqual([
      [0, 100],
      [60, 40],
      [0, 60],
      [60, 12],
      [0, 72],
      [57, 3],
      [56, 1],
      [0, 56]
    ]);
  });

  it('draws a loss on the other side of nothing', async () => {
    const element = await panelWith(
      node(
        waterfall({
          vendorNet: '-25000',
          lines: [line('list', '75000'), line('partner price', '75000'), line('bonus', '100000', { rule: 'spiff@1' })]
        })
      )
    );
    expect(shapes(element)).toEqual([
      [25, 75],
      [25, 75],
      [0, 100],
      [0, 25]
    ]);
  });

  it('draws a deal of nothing without dividing by it', async () => {
    const element = await panelWith(
      node(
        waterfall({ vendorNet: '0', lines: [line('list', '0'), line('discount', '-0'), line('partner price', '0')] })
      )
    );
    expect(shapes(element)).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0]
    ]);
  });

  it('says the kind of each bar in words, and hides the drawing from those who do not see it', async () => {
    const element = await panelWith(node(waterfall()));
    expect(bars(element).map((bar) => bar.querySelector('[data-kind]').textContent)).toEqual([
      'c.Fairlead_Margin_Kind_Price',
      'c.Fairlead_Margin_Kind_Discount',
      'c.Fairlead_Margin_Kind_Discount',
      'c.Fairlead_Margin_Kind_Price',
      'c.Fairlead_Margin_Kind_Rebate',
      'c.Fairlead_Margin_Kind_Bonus',
      'c.Fairlead_Margin_Kind_Net'
    ]);
    expect(all(element, 'svg').every((svg) => svg.getAttribute('aria-hidden') === 'true')).toBe(true);
    expect(new Set(all(element, '.bar__shape').map((shape) => shape.getAttribute('class'))).size).toBe(3);
    expect(element.shadowRoot.querySelector('ol').getAttribute('aria-label')).toBe('c.Fairlead_Margin_Picture');
  });
});

describe('margin panel: a bar explained', () => {
  it('tells the rule, its version, base, rate, amount and reason on a click, and closes on the next', async () => {
    const element = await panelWith(node(waterfall()));
    const [, level] = bars(element);
    expect(level.getAttribute('aria-expanded')).toBe('false');
    level.click();
    await settled();
    expect(level.getAttribute('aria-expanded')).toBe('true');
    const region = element.shadowRoot.querySelector('[role="region"]');
    expect(region.id).toBe(level.getAttribute('aria-controls'));
    expect(region.getAttribute('aria-label')).toBe('Level discount');
    expect(['rule', 'version', 'reason'].map((id) => find(element, id).textContent)).toEqual([
      'level',
      '2',
      'c.Fairlead_Why_Own_Rate'
    ]);
    expect(['base', 'rate', 'amount'].flatMap((id) => money(element, id))).toEqual([
      [100000, 'currency', 'EUR'],
      [0.2, 'percent', undefined],
      [-20000, 'currency', 'EUR']
    ]);
    expect(find(element, 'cap')).toBeNull();
    level.click();
    await settled();
    expect(element.shadowRoot.querySelector('[role="region"]')).toBeNull();
  });

  it('is a button that the keyboard reaches, opens one at a time and closes on Escape', async () => {
    const element = await panelWith(node(waterfall()));
    const [list, level] = bars(element);
    for (const bar of bars(element)) expect([bar.type, bar.tabIndex, bar.disabled]).toEqual(['button', 0, false]);
    level.focus();
    expect(element.shadowRoot.activeElement).toBe(level);
    // Enter and Space on a button are a click.
    list.click();
    level.click();
    await settled();
    expect(bars(element).map((bar) => bar.getAttribute('aria-expanded'))).toEqual([
      'false',
      'true',
      'false',
      'false',
      'false',
      'false',
      'false'
    ]);
    level.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true }));
    await settled();
    expect(level.getAttribute('aria-expanded')).toBe('true');
    level.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await settled();
    expect(level.getAttribute('aria-expanded')).toBe('false');
    expect(element.shadowRoot.activeElement).toBe(level);
  });

  it('tells of a sum what it is the sum of, and claims no rule', async () => {
    const element = await panelWith(node(waterfall()));
    bars(element).at(-1).click();
    await settled();
    expect(find(element, 'reason').textContent).toBe('c.Fairlead_Why_Vendor_Net');
    expect(['rule', 'version', 'base', 'rate'].map((id) => find(element, id))).toEqual([null, null, null, null]);
  });

  it('shows the base of a fixed amount as a number: it may be pieces', async () => {
    const element = await panelWith(node(waterfall()));
    bars(element)[5].click();
    await settled();
    expect(money(element, 'base').map(([value, style]) => [value, style])).toEqual([[3, 'decimal']]);
    expect(find(element, 'rate')).toBeNull();
  });

  it('tells the cap that an amount was held to, and who is paid', async () => {
    const json = twoTier();
    json.decisions = [{ incentive: 'stock@1', outcome: 'capped', amount: '1000', cap: '1000', why: {} }];
    const element = await panelWith(node(json));
    bars(element)[6].click();
    await settled();
    expect(money(element, 'cap')).toEqual([[1000, 'currency', 'EUR']]);
    expect(find(element, 'to-distributor').textContent).toBe('c.Fairlead_Margin_To_Distributor');
    expect(find(element, 'not-applied')).toBeNull();
  });

  it('names a special price in the language of the user', async () => {
    const special = line('discount', '-30000', { label: 'Special price', rule: 'special-price', base: '100000' });
    const { lines } = waterfall();
    const element = await panelWith(
      node(waterfall({ vendorNet: '70000', lines: [lines[0], special, ...lines.slice(3, 6)] }))
    );
    bars(element)[1].click();
    await settled();
    expect([names(element)[1], find(element, 'rule').textContent]).toEqual([
      'c.Fairlead_Margin_Special_Price',
      'c.Fairlead_Margin_Special_Price'
    ]);
    expect(find(element, 'version')).toBeNull();
  });

  it('closes when other lines come, and stays open when the same come again', async () => {
    const element = await panelWith(node(waterfall()));
    bars(element)[1].click();
    graphql.emit(answer(node(waterfall())));
    await settled();
    expect(find(element, 'rule').textContent).toBe('level');
    graphql.emit(answer(node(twoTier())));
    await settled();
    expect(find(element, 'rule')).toBeNull();
  });
});

describe('margin panel: table and rest', () => {
  const toggle = (element) => all(element, 'lightning-button').find(({ variant }) => variant === 'base');

  it('says the same as a table', async () => {
    const element = await panelWith(node(waterfall()));
    expect(toggle(element).label).toBe('c.Fairlead_Margin_Show_Table');
    toggle(element).click();
    await settled();
    expect(bars(element)).toEqual([]);
    expect(element.shadowRoot.querySelector('caption').textContent).toBe('c.Fairlead_Margin_Picture');
    expect(all(element, 'th[scope="col"]')).toHaveLength(7);
    const rows = all(element, 'tbody tr').map((row) => [...row.children]);
    expect(rows).toHaveLength(7);
    expect(rows.every(([head]) => head.getAttribute('scope') === 'row')).toBe(true);
    const [name, kind, rule, base, rate, amount, reason] = rows[4];
    expect([name, kind, rule, reason].map((cell) => cell.textContent)).toEqual([
      'Rebate',
      'c.Fairlead_Margin_Kind_Rebate',
      'rebatec.Fairlead_Margin_Rule_Version 1',
      'c.Fairlead_Why_Own_Rate'
    ]);
    expect([base, rate, amount].map((cell) => cell.firstElementChild.value)).toEqual([70000, 0.04, -2800]);
    toggle(element).click();
    await settled();
    expect(bars(element)).toHaveLength(7);
  });

  it('scrolls a wide table within itself, by keyboard too', async () => {
    const element = await panelWith(node(waterfall()));
    toggle(element).click();
    await settled();
    const region = element.shadowRoot.querySelector('[role="region"]');
    expect([region.tabIndex, region.getAttribute('aria-label')]).toEqual([0, 'c.Fairlead_Margin_Picture']);
  });

  it('calls rules, levels and competencies by their names, once they are read', async () => {
    const element = await panelWith(
      node(
        waterfall({
          decisions: [
            { incentive: 'spiff@7', outcome: 'applied', amount: '500', why: {} },
            {
              incentive: 'cloud-special@1',
              outcome: 'not eligible',
              why: { code: 'level', args: { levels: ['scaler'], level: 'gold' } }
            }
          ]
        })
      )
    );
    const told = () => find(element, 'not-applied').textContent;
    expect(told()).toBe('cloud-special (1), c.Fairlead_Margin_Outcome_Not_Eligible: for scaler; his is gold');
    const named = (key, ...pairs) => ({
      edges: pairs.map(([id, name, more]) => ({ node: { Name: { value: name }, [key]: { value: id }, ...more } }))
    });
    const query = {
      Incentive__c: named(
        'Incentive_Key__c',
        ['cloud-special@1', 'Cloud special', { Base__c: { value: 'List' } }],
        ['spiff@7', 'Spiff', { Base__c: { value: 'List' } }]
      ),
      Program_Level__c: named('Level_Key__c', ['gold', 'Gold'], ['scaler', 'Scaler Partner']),
      Competency__c: named('Competency_Key__c')
    };
    graphql.emit({ uiapi: { query } }, ({ variables }) => variables?.keys?.includes('cloud-special@1'));
    await settled();
    expect(told()).toBe('Cloud special, c.Fairlead_Margin_Outcome_Not_Eligible: for Scaler Partner; his is Gold');
    all(element, 'button')[5].click();
    await settled();
    expect(money(element, 'base')).toEqual([[3, 'currency', 'EUR']]);
  });

  it('lists what did not apply with its reason, and nothing that is drawn', async () => {
    const element = await panelWith(
      node(
        waterfall({
          decisions: [
            { incentive: 'level@2', outcome: 'applied', amount: '20000', why: {} },
            { incentive: 'new@1', outcome: 'not eligible', why: { code: 'new customer', args: {} } },
            { incentive: 'growth@3', outcome: 'if reached', amount: null, why: { code: 'period unknown' } }
          ]
        })
      )
    );
    expect(element.shadowRoot.querySelector('lightning-accordion-section').label).toBe('not applied: 2');
    expect([...find(element, 'not-applied').children].map((item) => item.textContent)).toEqual([
      'new (1), c.Fairlead_Margin_Outcome_Not_Eligible: c.Fairlead_Why_New_Customer',
      'growth (3), c.Fairlead_Margin_Outcome_If_Reached: c.Fairlead_Why_Period_Unknown'
    ]);
  });

  it("shows what hangs on a period apart from the sums, in the programme's currency", async () => {
    const element = await panelWith(
      node(
        waterfall({
          exchange: { from: 'USD', rate: '0.9', on: '2026-03-01' },
          conditional: [
            {
              rule: 'growth@3',
              label: 'Growth bonus',
              period: '2026-Q1',
              purchases: '1000000',
              without: '0',
              with: '5000',
              due: '5000',
              rate: '0.01',
              why: { code: 'tier', args: { edge: '', level: null } }
            }
          ]
        })
      )
    );
    expect(money(element, 'conditional')).toEqual([[5000, 'currency', 'USD']]);
    expect(find(element, 'conditional').textContent).toContain('Growth bonus, 2026-Q1:');
    expect(amounts(element)).not.toContain(5000);
  });
});
