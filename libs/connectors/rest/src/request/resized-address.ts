/** Parameters that count pages: where those have another size, the same number is another place. */
const COUNTS_PAGES = /page|^pg?$/i;
const WHOLE_NUMBER = /^\d{1,9}$/;

/** Whether an address of the provider leads to the same place where the size that it names is another. */
export function canResize({ searchParams }: URL, sizeParam: string | undefined): boolean {
  return (
    sizeParam !== undefined &&
    WHOLE_NUMBER.test(searchParams.get(sizeParam) ?? '') &&
    !countsPages(searchParams, sizeParam)
  );
}

/** Whether a parameter, besides that of the size, is the number of a page. */
export function countsPages(params: URLSearchParams, sizeParam: string | undefined): boolean {
  return [...params].some(
    ([name, value]) => name !== sizeParam && COUNTS_PAGES.test(name) && WHOLE_NUMBER.test(value),
  );
}

/** The address with fewer records a page, where it names more and can be changed. */
export function resizedAddress(address: URL, sizeParam: string | undefined, size: number): URL {
  if (sizeParam === undefined || !canResize(address, sizeParam)) return address;
  if (Number(address.searchParams.get(sizeParam)) <= size) return address;
  const resized = new URL(address);
  resized.searchParams.set(sizeParam, String(size));
  return resized;
}
