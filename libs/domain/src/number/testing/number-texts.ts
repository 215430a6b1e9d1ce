import fc from 'fast-check';

const digits = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength });
const whole = digits(25).map((text) => text.replace(/^0+(?=.)/, ''));
const fraction = fc.option(digits(25), { nil: undefined });
const exponent = fc.option(fc.tuple(fc.constantFrom('e', 'E', 'e+', 'E-', 'e-'), fc.nat(420)), {
  nil: undefined,
});

/** Numbers as JSON may write them (RFC 8259, section 6), of up to 1,000 digits. */
export const numberTexts: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom('', '-'), whole, fraction, exponent)
  .map(
    ([sign, front, back, power]) =>
      sign + front + (back === undefined ? '' : `.${back}`) + (power?.join('') ?? ''),
  );
