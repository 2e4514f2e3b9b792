/**
 * The waterfall of an assessment, read from its record and laid out as bars. Amounts are text in the record and numbers
 * here, for drawing and showing only: nothing is worked out from them but where a bar begins and ends.
 */

/** The version of the JSON that is understood. */
const VERSION = 2;

/** What is told to vendor staff. The resale price and what follows from it are the partner's own affair. */
const PRICES = ['list', 'distributor price', 'partner price'];
const BACK = ['rebate', 'bonus'];
const STEPS = ['discount', 'distributor margin', ...BACK];

/** Half a cent: sums of rounded lines are exact, only the numbers that draw them are not. */
const ROUNDING = 0.005;

/**
 * Reads `Waterfall__c`.
 * @returns `{kind: 'none'}`, `{kind: 'unreadable'}`, `{kind: 'other version', version}`, `{kind: 'no margin', why}` or
 * `{kind: 'margin', currency, programmeCurrency, ruleKeys, bars, sides, conditional, decisions, isShortOfHistory}`; `sides` where the programme has the
 * salesperson's rate
 */
export function readWaterfall(text) {
  if (!text) return { kind: 'none' };
  try {
    const json = JSON.parse(text);
    if (typeof json.version !== 'number') return { kind: 'unreadable' };
    if (json.version !== VERSION) return { kind: 'other version', version: json.version };
    if (json.unknown) return { kind: 'no margin', why: json.unknown };
    if (!/^[A-Z]{3}$/.test(json.currency)) return { kind: 'unreadable' };
    const bars = barsOf(json);
    return {
      kind: 'margin',
      currency: json.currency,
      programmeCurrency: json.exchange?.from ?? json.currency,
      ruleKeys: json.decisions.map(({ incentive }) => incentive),
      bars,
      sides: sidesOf(json),
      conditional: json.conditional.map((line) => conditionalOf(line, json)),
      decisions: json.decisions.filter(isNoBarOf(bars)).map(decisionOf),
      isShortOfHistory: json.atClose?.tooLittle?.length > 0
    };
  } catch {
    return { kind: 'unreadable' };
  }
}

/** From list price to vendor net; throws where the lines do not add up to the sums beside them. */
function barsOf({ lines, distributor, decisions, vendorNet }) {
  const bars = [];
  let level = 0;
  const standAt = (line, amount) => {
    if (line.kind !== 'list') expectSame(level, amount);
    bars.push(bar(line, 0, amount));
    level = amount;
  };
  for (const line of lines) {
    if (PRICES.includes(line.kind)) standAt(line, numberOf(line.amount));
    else if (STEPS.includes(line.kind)) {
      const change = BACK.includes(line.kind) ? 0 - numberOf(line.amount) : numberOf(line.amount);
      bars.push({ ...bar(line, level, change), cap: capOf(line, decisions) });
      level += change;
    }
    // What the vendor gives back comes off the price that he is paid, which in two tiers is the distributor's.
    if (line.kind === 'partner price' && distributor) level = numberOf(distributor.price);
  }
  standAt({ kind: 'vendor net' }, numberOf(vendorNet));
  return placed(bars);
}

/** What the vendor and his salesperson keep, for comparing with a direct sale. */
function sidesOf({ salesperson, vendorNet }) {
  if (!salesperson) return undefined;
  const { quotaCredit, commissionable, commission } = salesperson;
  return {
    vendorNet: numberOf(vendorNet),
    quotaCredit: numberOf(quotaCredit),
    commissionable: numberOf(commissionable),
    commission: numberOf(commission)
  };
}

function bar({ kind, label, rule = null, base = null, rate = null, why, paidTo }, from, amount) {
  const [id, version] = ruleOf(rule);
  return {
    kind,
    ruleKey: rule,
    name: label,
    from,
    to: from + amount,
    amount,
    rule: id,
    version,
    base: base === null ? null : numberOf(base),
    rate: rate === null ? null : numberOf(rate),
    cap: null,
    why,
    isForDistributor: paidTo === 'distributor'
  };
}

/** Where each bar lies, in percent of the width; a loss lies left of nothing. */
function placed(bars) {
  const ends = bars.flatMap(({ from, to }) => [from, to]);
  const least = Math.min(0, ...ends);
  const width = Math.max(0, ...ends) - least || 1;
  const at = (amount) => (100 * (amount - least)) / width;
  return bars.map((each) => ({
    ...each,
    x: at(Math.min(each.from, each.to)),
    width: at(Math.max(each.from, each.to)) - at(Math.min(each.from, each.to))
  }));
}

/** `registration@3` is version 3 of the rule `registration`; a special price has no version. */
function ruleOf(rule) {
  if (rule === null) return [null, null];
  const at = rule.lastIndexOf('@');
  return at < 0 ? [rule, null] : [rule.slice(0, at), rule.slice(at + 1)];
}

function capOf({ rule }, decisions) {
  const decision = decisions.find(({ incentive, outcome }) => incentive === rule && outcome === 'capped');
  return decision === undefined ? null : numberOf(decision.cap);
}

/** In the programme's currency, which is the deal's unless amounts were exchanged. */
function conditionalOf({ rule, label, period, due, why }, { exchange, currency }) {
  const [id, version] = ruleOf(rule);
  return { rule: id, version, name: label, period, due: numberOf(due), currency: exchange?.from ?? currency, why };
}

function isNoBarOf(bars) {
  const shown = new Set(bars.map(({ rule, version }) => `${rule}@${version}`));
  return ({ incentive, outcome }) => outcome !== 'applied' && !shown.has(incentive);
}

function decisionOf({ incentive, outcome, why }) {
  const [rule, version] = ruleOf(incentive);
  return { ruleKey: incentive, rule, version, outcome, why };
}

function numberOf(value) {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (!Number.isFinite(number)) throw new TypeError(`no amount: ${value}`);
  return number;
}

function expectSame(a, b) {
  if (Math.abs(a - b) > ROUNDING) throw new RangeError(`${a} is not ${b}`);
}
