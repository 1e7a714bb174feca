const binary = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;
const decimal = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
const form = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:([eE][+-]?\d+)|(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E))?$/;

/** Nine decimal places: the finest step a Kubernetes quantity keeps. */
const scale = 9n;

interface Parsed {
  readonly nano: bigint;
  readonly format: 'binary' | 'decimal' | 'exponent';
}

/** The value of a quantity in 10^-9 units, rounded up as the API server does; undefined when it is none. */
export function quantityNano(value: unknown): bigint | undefined {
  return parse(value)?.nano;
}

/** The one way the API server writes a quantity ("1000m" = "1", "1024Mi" = "1Gi"); undefined when it is none. */
export function canonicalQuantity(value: unknown): string | undefined {
  const quantity = parse(value);
  if (quantity === undefined) return undefined;
  const { nano, format } = quantity;
  if (nano === 0n) return '0';
  const one = 10n ** scale;
  // Below 1024 (and for fractions) a binary quantity is written in decimal.
  const magnitude = nano < 0n ? -nano : nano;
  if (format === 'binary' && nano % one === 0n && magnitude >= 1024n * one) {
    let units = nano / one;
    let exponent = -1;
    while (units % 1024n === 0n && exponent < binary.length - 1) {
      units /= 1024n;
      exponent++;
    }
    return `${units}${exponent < 0 ? '' : binary[exponent]}`;
  }
  let units = nano;
  let step = 0;
  while (units % 1000n === 0n && step < decimal.length - 1) {
    units /= 1000n;
    step++;
  }
  if (format === 'exponent') return step === 3 ? `${units}` : `${units}e${step * 3 - 9}`;
  return `${units}${decimal[step]}`;
}

const parsedMax = 2048;
const parsed = new Map<string, Parsed | undefined>();

/** Manifests share their few quantities, which are asked for again and again; what more there are is not kept. */
function parse(value: unknown): Parsed | undefined {
  if (typeof value !== 'string') return parseAnew(value);
  const known = parsed.get(value);
  if (known !== undefined || parsed.has(value)) return known;
  const found = parseAnew(value);
  if (parsed.size < parsedMax && value.length < 32) parsed.set(value, found);
  return found;
}

function parseAnew(value: unknown): Parsed | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return undefined;
  const match = form.exec(String(value).trim());
  if (match === null) return undefined;
  const [, sign = '', digits = '', exponent, suffix] = match;
  const power = exponent === undefined ? 0 : Number(exponent.slice(1));
  // No real quantity is near this, and 10n ** 1e9 would take all memory.
  if (Math.abs(power) > 40 || digits.length > 100) return undefined;
  const [whole = '', fraction = ''] = digits.split('.');
  let numerator = BigInt(whole + fraction) * 10n ** scale;
  let denominator = 10n ** BigInt(fraction.length);
  if (power > 0) numerator *= 10n ** BigInt(power);
  if (power < 0) denominator *= 10n ** BigInt(-power);
  const binaryAt = binary.indexOf(suffix as (typeof binary)[number]);
  if (binaryAt >= 0) numerator *= 1024n ** BigInt(binaryAt + 1);
  const decimalAt = decimal.indexOf((suffix ?? '') as (typeof decimal)[number]);
  if (binaryAt < 0) {
    if (decimalAt >= 3) numerator *= 1000n ** BigInt(decimalAt - 3);
    else denominator *= 1000n ** BigInt(3 - decimalAt);
  }
  const nano = (numerator + denominator - 1n) / denominator;
  let format: Parsed['format'] = 'decimal';
  if (binaryAt >= 0) format = 'binary';
  else if (exponent !== undefined) format = 'exponent';
  return { nano: sign === '-' ? -nano : nano, format };
}
