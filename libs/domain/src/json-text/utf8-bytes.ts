/** Whether the text takes more than `limit` bytes as UTF-8. Counts only where the number of characters leaves it open. */
export function utf8BytesExceed(text: string, limit: number): boolean {
  // Stryker disable next-line ConditionalExpression: the count says the same, in a longer time
  if (text.length > limit) return true;
  // Stryker disable next-line ConditionalExpression,EqualityOperator: the count says the same, in a longer time
  if (text.length * 3 <= limit) return false;
  let bytes = text.length;
  // Stryker disable next-line EqualityOperator: behind the last unit is none, which counts nothing
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // A pair of surrogates takes four bytes, so each half counts two.
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes > limit;
}
